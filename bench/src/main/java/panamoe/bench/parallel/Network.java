package panamoe.bench.parallel;

/**
 * A network between processes.
 *
 * @param sums of all-reduce
 * @param exchanges of all-to-all
 */
record Network(AlphaBeta sums, AlphaBeta exchanges) {

    double sumMs(int processes, double bytes) {
        return 1e3 * sums.seconds(Collective.ALL_REDUCE, processes, bytes);
    }

    double exchangeMs(int processes, double bytes) {
        return 1e3 * exchanges.seconds(Collective.ALL_TO_ALL, processes, bytes);
    }
}
