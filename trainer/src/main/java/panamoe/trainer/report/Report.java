package panamoe.trainer.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import panamoe.trainer.common.AtomicFile;
import panamoe.trainer.experiment.Protocols;
import panamoe.trainer.experiment.Results;
import panamoe.trainer.experiment.protocol.Exhibition;
import panamoe.trainer.report.html.HtmlReport;

/** Writes the report and the tables of a run. */
public final class Report {

    private Report() {}

    /** Writes {@code report.html} and {@code tables.md} into a folder. @return the path of the page */
    public static Path write(Results results, Path folder) throws IOException {
        List<Exhibition> exhibitions = Protocols.exhibitions(results);
        Path page = folder.resolve("report.html");
        HtmlReport.write(results, exhibitions, page);
        AtomicFile.write(folder.resolve("tables.md"), MarkdownTables.of(results, exhibitions));
        return page;
    }
}
