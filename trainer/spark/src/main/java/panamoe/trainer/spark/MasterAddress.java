package panamoe.trainer.spark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.UserError;

/** The address of a Spark cluster: {@code spark://HOST:PORT}, or {@code local[N]} for N cores of this process. */
final class MasterAddress {

    private static final Pattern CLUSTER = Pattern.compile("spark://([^:/]+):(\\d{1,5})");
    private static final Pattern LOCAL = Pattern.compile("local\\[([1-9]\\d{0,3})]");
    private static final int PATIENCE_MILLIS = 5000;
    private static final int MOST_PORT = 65535;

    private MasterAddress() {}

    /** @throws UserError if it is not the address of a master of Spark's own clusters */
    static void require(String address) {
        cluster(address);
    }

    private static InetSocketAddress cluster(String address) {
        Matcher parts = CLUSTER.matcher(address);
        if (!parts.matches() || Integer.parseInt(parts.group(2)) > MOST_PORT) {
            throw new UserError(
                    MessageText.quoted(address) + ": no address of a Spark master: expected spark://HOST:PORT");
        }
        return new InetSocketAddress(parts.group(1), Integer.parseInt(parts.group(2)));
    }

    /** True for {@code local[N]}. */
    static boolean isLocal(String address) {
        return address.startsWith("local");
    }

    /**
     * Checks an address of either kind.
     *
     * @param threads of a unit, for which there must be cores
     * @throws UserError if it is none, if it has too few cores or if no master answers
     */
    static void requireUsable(String address, int threads) {
        if (isLocal(address)) {
            requireCores(address, threads);
        } else {
            requireAnswer(address);
        }
    }

    private static void requireCores(String address, int threads) {
        Matcher cores = LOCAL.matcher(address);
        if (!cores.matches()) {
            throw new UserError(
                    "--spark " + address + ": expected local[N] with the number of cores, or spark://HOST:PORT");
        }
        if (Integer.parseInt(cores.group(1)) < threads) {
            throw new UserError("--spark " + address + ": has fewer cores than a unit has threads, which are " + threads
                    + ": lower --threads");
        }
    }

    private static void requireAnswer(String address) {
        InetSocketAddress master = cluster(address);
        try (Socket socket = new Socket()) {
            socket.connect(master, PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UserError(
                    "--spark " + address + ": no master answers there: start one with ./panamoe spark master,"
                            + " and name it as its log does");
        }
    }
}
