package uk.ac.manchester.tornado.api.exceptions;

import java.io.Serial;

/** A task cannot be run as it is, or failed. */
public class TornadoTaskRuntimeException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public TornadoTaskRuntimeException(String message) {
        super(message);
    }
}
