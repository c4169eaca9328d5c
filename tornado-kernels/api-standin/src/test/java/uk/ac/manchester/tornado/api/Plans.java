package uk.ac.manchester.tornado.api;

/** Plans whose tasks have grids of one item a group. */
final class Plans {

    private Plans() {}

    /** A plan of the graph; each task named runs {@code items} items. */
    static TornadoExecutionPlan of(TaskGraph graph, int items, String... tasks) {
        GridScheduler grids = new GridScheduler();
        for (String task : tasks) {
            WorkerGrid1D grid = new WorkerGrid1D(items);
            grid.setLocalWork(1, 1, 1);
            grids.addWorkerGrid(task, grid);
        }
        return new TornadoExecutionPlan(graph.snapshot()).withGridScheduler(grids);
    }
}
