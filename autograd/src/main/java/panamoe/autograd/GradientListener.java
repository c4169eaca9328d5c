package panamoe.autograd;

/** Is told during the backward pass of each trainable parameter whose gradient is complete. */
@FunctionalInterface
public interface GradientListener {

    /** No later operation of this backward pass changes the gradient of the parameter. */
    void complete(Parameter parameter);
}
