package dev.amioperator.operator;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The metric {@code ami_operator_kubernetes_writes_total}: writes to the Kubernetes API server.
 *
 * <p>Cost: a series for each resource, verb and HTTP status, of the few that the operator's RBAC
 * permits; no label names an object.
 */
final class KubernetesWriteMetrics implements Interceptor {
  /** The path of a resource: group, namespace and name are left out, the subresource is kept. */
  private static final Pattern RESOURCE =
      Pattern.compile(
          "/(?:api|apis/[^/]+)/[^/]+(?:/namespaces/[^/]+(?=/[^/]))?/([^/]+)(?:/[^/]+(?:/([^/]+))?)?/?$");

  private final MeterRegistry registry;

  KubernetesWriteMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void after(
      HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> body) {
    verb(request.method()).ifPresent(verb -> count(request, verb, response.code()));
  }

  private void count(HttpRequest request, String verb, int code) {
    Counter.builder("ami.operator.kubernetes.writes")
        .description("Writes to the Kubernetes API server, by HTTP status")
        .tag("resource", resource(request.uri().getPath()))
        .tag("verb", verb)
        .tag("code", String.valueOf(code))
        .register(registry)
        .increment();
  }

  /** Kubernetes' verb of an HTTP method that writes. */
  static Optional<String> verb(String method) {
    return switch (method) {
      case "POST" -> Optional.of("create");
      case "PUT" -> Optional.of("update");
      case "PATCH" -> Optional.of("patch");
      case "DELETE" -> Optional.of("delete");
      default -> Optional.empty();
    };
  }

  /** The resource of a path, such as {@code amicopies/status}. */
  static String resource(String path) {
    Matcher matcher = RESOURCE.matcher(path);
    if (!matcher.find()) {
      return "other";
    }
    return matcher.group(2) == null ? matcher.group(1) : matcher.group(1) + "/" + matcher.group(2);
  }
}
