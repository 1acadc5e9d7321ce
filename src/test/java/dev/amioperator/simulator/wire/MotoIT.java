package dev.amioperator.simulator.wire;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same scripts against an emulator that is not ours: what both do alike is no invention of the
 * simulator. Where they differ, the scripts say why.
 */
class MotoIT {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image_life.py",
        "around_images.py",
        "beside_ec2.py",
        "instance_types.py",
        "network_defaults.py",
        "ssm_parameters.py",
        "instance_details.py"
      })
  void matchesMotoExceptKnownDifferences(String script) throws Exception {
    int port = freePort();
    Process moto = start(port);
    try {
      await().atMost(Duration.ofSeconds(30)).until(() -> !moto.isAlive() || listens(port));
      PythonProcess.run(
          script, Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:" + port, "TARGET", "moto"));
    } finally {
      moto.destroy();
    }
  }

  private static Process start(int port) throws IOException {
    Path server = PythonProcess.interpreter().resolveSibling("moto_server");
    ProcessBuilder builder =
        new ProcessBuilder(server.toString(), "-H", "127.0.0.1", "-p", String.valueOf(port))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("MOTO_EC2_LOAD_DEFAULT_AMIS", "false");
    return builder.start();
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
