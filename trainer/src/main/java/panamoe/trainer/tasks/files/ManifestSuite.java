package panamoe.trainer.tasks.files;

import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.tasks.Suite;
import panamoe.trainer.tasks.TaskData;
import panamoe.trainer.tasks.UnseenTarget;

/**
 * The tasks of a manifest that have a role in the protocols.
 *
 * @param fingerprint the version of the reader and a digest of the manifest and the files, such as
 *     {@code reader-2 0123456789abcdef}
 */
public record ManifestSuite(
        String name,
        String fingerprint,
        ImmutableList<TaskData> tasks,
        ImmutableList<TaskData> unrelated,
        ImmutableList<String> lowResourceTargets,
        ImmutableList<UnseenTarget> unseenTargets)
        implements Suite {}
