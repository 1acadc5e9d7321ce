package dev.amioperator.simulator.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Carries the SDK's HTTP requests to a front in the same process, without a socket. */
final class FrontHttpClient implements SdkHttpClient {
  private final WireRequestHandler front;

  FrontHttpClient(WireRequestHandler front) {
    this.front = front;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return exchange(request);
      }

      @Override
      public void abort() {}
    };
  }

  private HttpExecuteResponse exchange(HttpExecuteRequest request) throws IOException {
    return switch (front.handle(call(request))) {
      case Reply.ConnectionClosed _ -> throw new IOException("connection cut");
      case Reply.Response response ->
          HttpExecuteResponse.builder()
              .response(
                  SdkHttpResponse.builder()
                      .statusCode(response.status())
                      .putHeader("Content-Type", response.contentType())
                      .build())
              .responseBody(AbortableInputStream.create(new ByteArrayInputStream(response.bytes())))
              .build();
    };
  }

  private static HttpCall call(HttpExecuteRequest request) throws IOException {
    SdkHttpRequest http = request.httpRequest();
    Map<String, List<String>> headers = new HashMap<>();
    http.headers().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
    byte[] body = new byte[0];
    if (request.contentStreamProvider().isPresent()) {
      try (InputStream stream = request.contentStreamProvider().get().newStream()) {
        body = stream.readAllBytes();
      }
    }
    return new HttpCall(
        http.method().name(),
        http.encodedPath(),
        http.encodedQueryParameters().orElse(""),
        headers,
        body);
  }

  @Override
  public void close() {}
}
