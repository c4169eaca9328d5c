/** Ops with their derivatives and the tape. */
package panamoe.autograd;
