package panamoe.trainer.mpi;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import panamoe.trainer.common.Launch.Launcher;

/**
 * An MPI library of the system.
 *
 * @param name the file that was loaded, or the name under which the system's loader finds it
 * @param mpi its functions
 */
record MpiLibrary(String name, Mpi mpi) {

    /** Names another library: a file, or a name for the system's loader. */
    static final String PROPERTY = "panamoe.mpi.library";

    private static final List<String> OPEN_MPI = List.of("libmpi.so.40", "libmpi.so.80", "libmpi.so");
    private static final List<String> MPICH = List.of("libmpich.so.12", "libmpi.so.12", "libmpi.so");

    /**
     * Loads the library that belongs to a launcher.
     *
     * @param named the library to load in its place, if the user names one
     * @throws IllegalArgumentException if there is none, or if it is of another kind; one line
     */
    static MpiLibrary load(Launcher launcher, Optional<String> named) {
        List<String> names = named.map(List::of).orElseGet(() -> names(launcher));
        for (String name : names) {
            Optional<SymbolLookup> library = open(name);
            if (library.isPresent()) {
                return new MpiLibrary(name, bind(name, library.get()));
            }
        }
        throw new IllegalArgumentException("found no MPI library for the launcher " + launcher.label() + ": tried "
                + String.join(", ", names) + "; install one, set LD_LIBRARY_PATH, or name its file with -D" + PROPERTY);
    }

    private static List<String> names(Launcher launcher) {
        return switch (launcher) {
            case OPEN_MPI -> OPEN_MPI;
            case HYDRA -> MPICH;
            case SLURM ->
                Stream.concat(OPEN_MPI.stream(), MPICH.stream()).distinct().toList();
        };
    }

    @SuppressWarnings("restricted")
    private static Optional<SymbolLookup> open(String name) {
        try {
            return Optional.of(SymbolLookup.libraryLookup(name, Arena.global()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Mpi bind(String name, SymbolLookup library) {
        try {
            if (library.find(Abi.OpenMpi.WORLD).isPresent()) {
                return new Mpi(library, new Abi.OpenMpi(library));
            }
            Mpi mpi = new Mpi(library, new Abi.Mpich());
            String version = mpi.version();
            if (Abi.Mpich.FAMILY.stream().anyMatch(version::contains)) {
                return mpi;
            }
            throw new IllegalArgumentException("its version is \"" + version + "\"");
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    name + " is no library of Open MPI or of the MPICH family: " + e.getMessage(), e);
        }
    }
}
