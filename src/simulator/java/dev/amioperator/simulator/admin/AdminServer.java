package dev.amioperator.simulator.admin;

import com.sun.net.httpserver.HttpExchange;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.http.HttpListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** HTTP server of the admin API for a simulated AWS, without access control. */
public final class AdminServer extends HttpListener {

  /** The largest body accepted, in bytes: a seed of some 100,000 resources. */
  private static final int BODY_LIMIT = 64 * 1024 * 1024;

  private final AdminApi api;

  private AdminServer(SimulatedCloud cloud, InetSocketAddress address) throws IOException {
    super(address);
    this.api = new AdminApi(cloud);
  }

  /**
   * Starts the admin API on an address.
   *
   * @throws IOException if the address is not available
   */
  public static AdminServer start(SimulatedCloud cloud, InetSocketAddress address)
      throws IOException {
    AdminServer server = new AdminServer(cloud, address);
    server.start();
    return server;
  }

  @Override
  protected void handle(HttpExchange exchange) throws IOException {
    AdminResponse response =
        readBody(exchange, BODY_LIMIT)
            .map(body -> respond(exchange, body))
            .orElseGet(
                () ->
                    AdminResponse.error(413, "The body is larger than " + BODY_LIMIT + " bytes."));
    send(
        exchange,
        response.status(),
        response.contentType(),
        response.body().getBytes(StandardCharsets.UTF_8));
  }

  private AdminResponse respond(HttpExchange exchange, byte[] body) {
    return api.handle(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        exchange.getRequestURI().getRawQuery(),
        new String(body, StandardCharsets.UTF_8));
  }
}
