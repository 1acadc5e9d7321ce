package dev.amioperator.simulator.wire;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.amioperator.simulator.SimulatedCloud;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The HTTP server in front of a simulated cloud. */
public final class WireServer implements AutoCloseable {

  /** The largest body accepted, in bytes. EC2's own requests stay far below. */
  static final int BODY_LIMIT = 4 * 1024 * 1024;

  static {
    // Without this, each answer on a kept-alive connection waits for the client's delayed ACK.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final WireRequestHandler requestHandler;

  private WireServer(WireRequestHandler requestHandler, InetSocketAddress address)
      throws IOException {
    this.requestHandler = requestHandler;
    this.server = HttpServer.create(address, 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
  }

  /**
   * Starts to serve on the loopback interface.
   *
   * @param port the port, or 0 for any free one
   * @throws IOException if the port cannot be had
   */
  public static WireServer start(SimulatedCloud cloud, int port) throws IOException {
    return start(cloud, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /**
   * Starts to serve on any interface.
   *
   * @throws IOException if the address cannot be had
   */
  public static WireServer start(SimulatedCloud cloud, InetSocketAddress address)
      throws IOException {
    return start(WireRequestHandler.of(cloud), address);
  }

  static WireServer start(WireRequestHandler front, InetSocketAddress address) throws IOException {
    WireServer server = new WireServer(front, address);
    server.server.start();
    return server;
  }

  /** Where clients are to be pointed at, as {@code AWS_ENDPOINT_URL}. */
  public URI endpoint() {
    InetSocketAddress address = server.getAddress();
    InetAddress host =
        address.getAddress().isAnyLocalAddress()
            ? InetAddress.getLoopbackAddress()
            : address.getAddress();
    String literal = host.getHostAddress();
    return URI.create(
        (host instanceof Inet6Address ? "http://[" + literal + "]:" : "http://" + literal + ":")
            + address.getPort());
  }

  /** Stops at once; calls in flight are cut. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (reply(exchange)) {
        case Reply.Response response -> send(exchange, response);
        case Reply.ConnectionClosed _ -> {}
      }
    }
  }

  private Reply reply(HttpExchange exchange) throws IOException {
    if (isBrowser(exchange)) {
      return new Reply.Response(200, "text/plain;charset=UTF-8", "", helpPage());
    }
    byte[] body = exchange.getRequestBody().readNBytes(BODY_LIMIT + 1);
    if (body.length > BODY_LIMIT) {
      return WireRequestHandler.errorResponse(ProtocolError.tooLarge(BODY_LIMIT));
    }
    String query = exchange.getRequestURI().getRawQuery();
    return requestHandler.handle(
        new HttpCall(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getRawPath(),
            query == null ? "" : query,
            lowerCase(exchange.getRequestHeaders()),
            body));
  }

  /** No SDK gets the bare root. */
  private static boolean isBrowser(HttpExchange exchange) {
    return exchange.getRequestMethod().equals("GET")
        && exchange.getRequestURI().getRawQuery() == null
        && exchange.getRequestHeaders().getFirst("Authorization") == null;
  }

  private String helpPage() {
    return """
    A simulated AWS for the life of machine images. This is no page but an endpoint:

      export AWS_ENDPOINT_URL=%s
      export AWS_ACCESS_KEY_ID=simulator AWS_SECRET_ACCESS_KEY=simulator
      export AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-1
      aws ec2 describe-images --owners self
    """
        .formatted(endpoint());
  }

  private static Map<String, List<String>> lowerCase(Map<String, List<String>> headers) {
    Map<String, List<String>> lower = new HashMap<>();
    headers.forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), values));
    return lower;
  }

  private static void send(HttpExchange exchange, Reply.Response response) throws IOException {
    byte[] body = response.bytes();
    exchange.getResponseHeaders().set("Content-Type", response.contentType());
    exchange.getResponseHeaders().set("x-amzn-RequestId", response.requestId());
    exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }
}
