package uk.ac.manchester.tornado.api.exceptions;

import java.io.Serial;

/** A graph or a plan cannot be run as it is. */
public class TornadoRuntimeException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public TornadoRuntimeException(String message) {
        super(message);
    }
}
