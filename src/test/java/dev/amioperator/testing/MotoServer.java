package dev.amioperator.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/** A moto server, the EC2 emulator of PyPI, as {@code hack/python-env} installs it. */
public final class MotoServer implements AutoCloseable {
  private final Process process;
  private final int port;

  private MotoServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts a moto EC2 server on a free port, without images. */
  public static MotoServer start() {
    String python =
        Objects.requireNonNull(
            System.getenv("PYTHON"), "PYTHON must name the python of hack/python-env");
    try {
      int port = freePort();
      ProcessBuilder builder =
          new ProcessBuilder(
                  Path.of(python).resolveSibling("moto_server").toString(),
                  "-H",
                  "127.0.0.1",
                  "-p",
                  String.valueOf(port))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.to(Path.of("target", "moto.log").toFile()));
      builder.environment().put("MOTO_EC2_LOAD_DEFAULT_AMIS", "false");
      MotoServer server = new MotoServer(builder.start(), port);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> !server.process.isAlive() || listens(port));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void close() {
    process.destroy();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
