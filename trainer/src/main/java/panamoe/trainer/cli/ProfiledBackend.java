package panamoe.trainer.cli;

import java.io.PrintWriter;
import java.util.Optional;
import panamoe.tensor.Backend;
import panamoe.tensor.profile.Profile;
import panamoe.tensor.profile.ProfileReport;
import panamoe.tensor.profile.ProfileText;

/**
 * The backend of a command, and the profile of its kernels if there is one.
 *
 * @param backend the backend to compute with
 * @param profile empty: nothing stands between the command and its backend
 */
record ProfiledBackend(Backend backend, Optional<Profile> profile) {

    static ProfiledBackend without(Backend backend) {
        return new ProfiledBackend(backend, Optional.empty());
    }

    static ProfiledBackend of(Profile profile) {
        return new ProfiledBackend(profile.backend(), Optional.of(profile));
    }

    /** Prints the table of kernels, if there is a profile. */
    void print(PrintWriter err) {
        profile.map(Profile::report).ifPresent(report -> print(report, err));
    }

    private static void print(ProfileReport report, PrintWriter err) {
        if (report.waited()) {
            err.println("profile: this backend runs kernels later; the profile waited for each of them");
        }
        ProfileText.lines(report, 1).forEach(err::println);
        err.flush();
    }
}
