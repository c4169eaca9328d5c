package uk.ac.manchester.tornado.api.exceptions;

import java.io.Serial;

/** An array does not fit into what is left of the device's memory. */
public class TornadoOutOfMemoryException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public TornadoOutOfMemoryException(String message) {
        super(message);
    }
}
