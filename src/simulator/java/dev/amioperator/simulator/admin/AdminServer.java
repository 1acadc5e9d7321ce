package dev.amioperator.simulator.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.amioperator.simulator.SimulatedCloud;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The HTTP server of the admin API. It knows no access control: whoever reaches it may use it. */
public final class AdminServer implements AutoCloseable {

  /** The largest body accepted, in bytes: a seed of some 100,000 resources. */
  private static final int BODY_LIMIT = 64 * 1024 * 1024;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AdminApi api;

  private AdminServer(SimulatedCloud cloud, InetSocketAddress address) throws IOException {
    this.api = new AdminApi(cloud);
    this.server = HttpServer.create(address, 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
  }

  /**
   * Starts to serve on any interface.
   *
   * @throws IOException if the address cannot be had
   */
  public static AdminServer start(SimulatedCloud cloud, InetSocketAddress address)
      throws IOException {
    AdminServer server = new AdminServer(cloud, address);
    server.server.start();
    return server;
  }

  /** Where the API is. */
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

  /** Stops at once. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      AdminResponse answer = respond(exchange);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private AdminResponse respond(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(BODY_LIMIT + 1);
    if (body.length > BODY_LIMIT) {
      return AdminResponse.error(413, "The body is larger than " + BODY_LIMIT + " bytes.");
    }
    return api.handle(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        exchange.getRequestURI().getRawQuery(),
        new String(body, StandardCharsets.UTF_8));
  }
}
