/** Tasks, encoder, training, protocols, report, command line. */
package panamoe.trainer;
