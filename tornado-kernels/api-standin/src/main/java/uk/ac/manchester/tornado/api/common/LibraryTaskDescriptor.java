package uk.ac.manchester.tornado.api.common;

import org.jspecify.annotations.Nullable;

/** A call of a function of a library. */
public class LibraryTaskDescriptor {

    private @Nullable String libraryName;
    private @Nullable String functionName;
    private Object @Nullable [] parameters;

    public LibraryTaskDescriptor() {}

    public LibraryTaskDescriptor withLibrary(String library) {
        this.libraryName = library;
        return this;
    }

    public LibraryTaskDescriptor withFunction(String function) {
        this.functionName = function;
        return this;
    }

    public LibraryTaskDescriptor withParameters(Object[] values) {
        this.parameters = values;
        return this;
    }

    public @Nullable String getLibraryName() {
        return libraryName;
    }

    public @Nullable String getFunctionName() {
        return functionName;
    }

    public Object @Nullable [] getParameters() {
        return parameters;
    }
}
