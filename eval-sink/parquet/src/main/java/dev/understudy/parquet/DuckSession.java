package dev.understudy.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * A DuckDB of one command: in memory, with what is linked into it and nothing from a network, and what it lacks in memory below
 * {@code spill}.
 */
final class DuckSession implements Closeable {
    private static final int WRITING_THREADS = 2;

    private final Connection connection;
    private final Statement statement;

    private DuckSession(Connection connection, Statement statement) {
        this.connection = connection;
        this.statement = statement;
    }

    /** Takes the rows of an answer. */
    interface Rows {
        void row(ResultSet row) throws SQLException, IOException;
    }

    /** @param spill a directory of its own, which it makes when it needs it */
    static DuckSession writing(NativeMemory memory, Path spill) throws IOException {
        return open(memory, spill.toString(), Math.min(Runtime.getRuntime().availableProcessors(), WRITING_THREADS));
    }

    /** With one thread, so that rows come in the order of their file. */
    static DuckSession reading(NativeMemory memory) throws IOException {
        return open(memory, "", 1);
    }

    private static DuckSession open(NativeMemory memory, String spill, int threads) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        properties.setProperty("allow_community_extensions", "false");
        properties.setProperty("memory_limit", memory.limit());
        properties.setProperty("threads", String.valueOf(threads));
        properties.setProperty("temp_directory", spill);
        // Rows keep no order of their own in a lake; keeping one would hold whole files in memory.
        properties.setProperty("preserve_insertion_order", "false");
        properties.setProperty("jdbc_stream_results", "true");
        try {
            Connection connection = DriverManager.getConnection("jdbc:duckdb:", properties);
            try {
                DuckSession session = new DuckSession(connection, connection.createStatement());
                session.execute("SET TimeZone = 'UTC'");
                return session;
            } catch (SQLException | IOException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    void execute(String sql) throws IOException {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    void query(String sql, Rows rows) throws IOException {
        try (ResultSet answer = statement.executeQuery(sql)) {
            while (answer.next()) {
                rows.row(answer);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() throws IOException {
        try (connection) {
            statement.close();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static DuckException failed(SQLException e) {
        String message = String.valueOf(e.getMessage());
        // The second is what a streamed answer says that ran out of memory.
        String advice = message.contains("Out of Memory") || message.contains("Invalid result set")
                ? " (expected: enough memory; -D" + NativeMemory.PROPERTY + "=2GB in UNDERSTUDY_JAVA_OPTS gives more)"
                : "";
        return new DuckException("DuckDB: " + message.lines().findFirst().orElse("") + advice, e);
    }
}
