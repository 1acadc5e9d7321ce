package dev.amioperator.simulator.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amioperator.simulator.Caller;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotResponse;

class WireServerTest {
  private final AtomicInteger calls = new AtomicInteger();
  private final HttpClient http = HttpClient.newHttpClient();
  private boolean loseAnswers;
  private WireServer server;

  @BeforeEach
  void start() throws IOException {
    Ec2Client client = new Deleting();
    server =
        WireServer.start(
            new WireRequestHandler(
                Caller::of,
                List.of(
                    new WireService(
                        "ec2",
                        QueryProtocol.EC2,
                        new Operations(Ec2Client.class),
                        (_, _) -> client)),
                (_, _) -> {}),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @AfterEach
  void stop() {
    server.close();
    http.close();
  }

  /** All of EC2 that is called here. */
  private final class Deleting implements Ec2Client {

    @Override
    public DeleteSnapshotResponse deleteSnapshot(DeleteSnapshotRequest request) {
      calls.incrementAndGet();
      if (loseAnswers) {
        throw SdkClientException.create("the answer is lost");
      }
      return DeleteSnapshotResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private HttpResponse<String> post(String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(server.endpoint())
            .header("Authorization", HttpRequests.authorization("key", "ec2"))
            .POST(BodyPublishers.ofString(body + HttpRequests.EC2_VERSION))
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void answersOverHttp() throws Exception {
    HttpResponse<String> answer = post("Action=DeleteSnapshot&SnapshotId=snap-1");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/xml;charset=UTF-8");
    assertThat(answer.body())
        .contains(answer.headers().firstValue("x-amzn-RequestId").orElseThrow());
  }

  @Test
  void losesAnswerAfterEffect() throws Exception {
    loseAnswers = true;

    assertThatThrownBy(() -> post("Action=DeleteSnapshot&SnapshotId=snap-1"))
        .isInstanceOf(IOException.class);

    assertThat(calls).hasValue(1);
    loseAnswers = false;
    assertThat(post("Action=DeleteSnapshot&SnapshotId=snap-1").statusCode()).isEqualTo(200);
  }

  @Test
  void rejectsLargeBodyAndContinues() throws Exception {
    HttpResponse<String> refused =
        post("Action=DeleteSnapshot&SnapshotId=" + "x".repeat(WireServer.BODY_LIMIT));

    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(refused.body()).contains("<Code>RequestEntityTooLarge</Code>");
    assertThat(calls).hasValue(0);
    assertThat(post("Action=DeleteSnapshot&SnapshotId=snap-1").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "GET\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST /%zz?&&&=%% HTTP/1.1\r\nContent-Length: 0\r\n\r\n"
      })
  void survivesMalformedHttp(String request) throws Exception {
    try (Socket socket = new Socket(server.endpoint().getHost(), server.endpoint().getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      socket.shutdownOutput();
      String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);

      assertThat(answer).matches("(?s)(HTTP/1.1 4\\d\\d .*)?");
    }
    assertThat(post("Action=DeleteSnapshot&SnapshotId=snap-1").statusCode()).isEqualTo(200);
  }

  @Test
  void showsHelpInBrowser() throws Exception {
    HttpResponse<String> answer =
        http.send(HttpRequest.newBuilder(server.endpoint()).build(), BodyHandlers.ofString());

    assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain;charset=UTF-8");
    assertThat(answer.body()).contains("AWS_ENDPOINT_URL=" + server.endpoint());
  }
}
