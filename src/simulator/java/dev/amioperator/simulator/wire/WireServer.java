package dev.amioperator.simulator.wire;

import com.sun.net.httpserver.HttpExchange;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.http.HttpListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** HTTP server that exposes a simulated cloud as an AWS endpoint. */
public final class WireServer extends HttpListener {

  /** Largest body accepted, in bytes. EC2's own requests are far smaller. */
  static final int BODY_LIMIT = 4 * 1024 * 1024;

  private final WireRequestHandler requestHandler;

  private WireServer(WireRequestHandler requestHandler, InetSocketAddress address)
      throws IOException {
    super(address);
    this.requestHandler = requestHandler;
  }

  /**
   * Starts the AWS endpoint on the loopback interface.
   *
   * @param port the port; 0 takes any free port
   * @throws IOException if the port is not available
   */
  public static WireServer start(SimulatedCloud cloud, int port) throws IOException {
    return start(cloud, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /**
   * Starts the AWS endpoint on an address.
   *
   * @throws IOException if the address is not available
   */
  public static WireServer start(SimulatedCloud cloud, InetSocketAddress address)
      throws IOException {
    return start(WireRequestHandler.of(cloud), address);
  }

  static WireServer start(WireRequestHandler handler, InetSocketAddress address)
      throws IOException {
    WireServer server = new WireServer(handler, address);
    server.start();
    return server;
  }

  @Override
  protected void handle(HttpExchange exchange) throws IOException {
    switch (reply(exchange)) {
      case Reply.Response response -> {
        exchange.getResponseHeaders().set("x-amzn-RequestId", response.requestId());
        send(exchange, response.status(), response.contentType(), response.bytes());
      }
      case Reply.ConnectionClosed _ -> {}
    }
  }

  private Reply reply(HttpExchange exchange) throws IOException {
    if (isBrowser(exchange)) {
      return new Reply.Response(200, "text/plain;charset=UTF-8", "", helpPage());
    }
    return readBody(exchange, BODY_LIMIT)
        .map(body -> requestHandler.handle(toCall(exchange, body)))
        .orElseGet(() -> WireRequestHandler.errorResponse(ProtocolError.tooLarge(BODY_LIMIT)));
  }

  private static HttpCall toCall(HttpExchange exchange, byte[] body) {
    String query = exchange.getRequestURI().getRawQuery();
    return new HttpCall(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        query == null ? "" : query,
        lowerCase(exchange.getRequestHeaders()),
        body);
  }

  /** Whether the request comes from a browser: no AWS SDK sends an unsigned GET. */
  private static boolean isBrowser(HttpExchange exchange) {
    return exchange.getRequestMethod().equals("GET")
        && exchange.getRequestURI().getRawQuery() == null
        && exchange.getRequestHeaders().getFirst("Authorization") == null;
  }

  private String helpPage() {
    return """
    A simulated AWS for machine images. This is an AWS endpoint, not a web page:

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
}
