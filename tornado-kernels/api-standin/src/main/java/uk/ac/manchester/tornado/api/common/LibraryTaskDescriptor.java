package uk.ac.manchester.tornado.api.common;

/** A call of a function of a library. */
public class LibraryTaskDescriptor {

    private String libraryName;
    private String functionName;
    private Object[] parameters;

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

    public String getLibraryName() {
        return libraryName;
    }

    public String getFunctionName() {
        return functionName;
    }

    public Object[] getParameters() {
        return parameters;
    }
}
