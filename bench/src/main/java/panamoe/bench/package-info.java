/** JMH benchmarks and the tests that see every module. */
package panamoe.bench;
