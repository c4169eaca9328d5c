package panamoe.trainer.mpi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.List;
import panamoe.tensor.DType;

/** The handles and constants in which MPI libraries differ: the values of macros in their {@code mpi.h}. */
sealed interface Abi {

    /** The type of a handle in a signature. */
    MemoryLayout handle();

    /** {@code MPI_COMM_WORLD}: all processes. */
    Object world();

    /** {@code MPI_SUM}. */
    Object sum();

    /** {@code MPI_BYTE}. */
    Object bytes();

    /** {@code MPI_FLOAT}, {@code MPI_DOUBLE} or {@code MPI_INT}. */
    Object dataType(DType dtype);

    /** {@code MPI_ERRORS_RETURN}: a function that fails returns a code. */
    Object errorsReturn();

    /** {@code MPI_IN_PLACE}: the input of an operation is where its output goes. */
    MemorySegment inPlace();

    /** Open MPI: a handle is the address of a variable of the library. */
    record OpenMpi(SymbolLookup library) implements Abi {

        /** A variable that only this library has. */
        static final String WORLD = "ompi_mpi_comm_world";

        @Override
        public MemoryLayout handle() {
            return ADDRESS;
        }

        @Override
        public Object world() {
            return variable(WORLD);
        }

        @Override
        public Object sum() {
            return variable("ompi_mpi_op_sum");
        }

        @Override
        public Object bytes() {
            return variable("ompi_mpi_byte");
        }

        @Override
        public Object dataType(DType dtype) {
            return variable(
                    switch (dtype) {
                        case F32 -> "ompi_mpi_float";
                        case F64 -> "ompi_mpi_double";
                        case I32 -> "ompi_mpi_int";
                    });
        }

        @Override
        public Object errorsReturn() {
            return variable("ompi_mpi_errors_return");
        }

        @Override
        public MemorySegment inPlace() {
            return MemorySegment.ofAddress(1);
        }

        private MemorySegment variable(String name) {
            return Symbols.address(library, name);
        }
    }

    /** MPICH and the libraries with its binary interface, such as Intel MPI and MVAPICH: a handle is a number. */
    record Mpich() implements Abi {

        /** Each library with this interface has one of these words in its version. */
        static final List<String> FAMILY = List.of("MPICH", "Intel(R) MPI", "MVAPICH");

        @Override
        public MemoryLayout handle() {
            return JAVA_INT;
        }

        @Override
        public Object world() {
            return 0x44000000;
        }

        @Override
        public Object sum() {
            return 0x58000003;
        }

        @Override
        public Object bytes() {
            return 0x4c00010d;
        }

        @Override
        public Object dataType(DType dtype) {
            return switch (dtype) {
                case F32 -> 0x4c00040a;
                case F64 -> 0x4c00080b;
                case I32 -> 0x4c000405;
            };
        }

        @Override
        public Object errorsReturn() {
            return 0x54000001;
        }

        @Override
        public MemorySegment inPlace() {
            return MemorySegment.ofAddress(-1);
        }
    }
}
