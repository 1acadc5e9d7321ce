package dev.amioperator.simulator.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** HTTP server for the AWS endpoint or the admin API, with a virtual thread per request. */
public abstract class HttpListener implements AutoCloseable {
  static {
    // Without this, each answer on a kept-alive connection waits for the client's delayed ACK.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Binds the AWS endpoint or the admin API to an address, without serving yet.
   *
   * @throws IOException if the address is not available
   */
  protected HttpListener(InetSocketAddress address) throws IOException {
    this.server = HttpServer.create(address, 0);
  }

  /** Answers a request to the AWS endpoint or the admin API, or leaves it unanswered. */
  protected abstract void handle(HttpExchange exchange) throws IOException;

  /** Starts to serve requests to the AWS endpoint or the admin API. */
  protected final void start() {
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            handle(exchange);
          }
        });
    server.setExecutor(threads);
    server.start();
  }

  /** URL of the AWS endpoint or the admin API. */
  public final URI endpoint() {
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

  /** Stops the AWS endpoint or the admin API at once and cuts requests in flight. */
  @Override
  public final void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** Body of a request to the AWS endpoint or the admin API; empty if it exceeds the limit. */
  protected static Optional<byte[]> readBody(HttpExchange exchange, int limit) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(limit + 1);
    return body.length > limit ? Optional.empty() : Optional.of(body);
  }

  /** Sends a response of the AWS endpoint or the admin API. */
  protected static void send(HttpExchange exchange, int status, String contentType, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", contentType);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }
}
