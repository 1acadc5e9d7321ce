package dev.amioperator.simulator.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;

/**
 * REST protocol of AWS with JSON bodies. Method and path name the action; some fields are in the
 * path or the query string. The SDK's metadata has the location of fields, but not the paths.
 *
 * @param service name of the service in messages
 * @param routes its routes
 */
record RestJsonProtocol(String service, List<Route> routes) implements JsonBodyProtocol {

  /** Protocol of the Recycle Bin. */
  static final RestJsonProtocol RBIN =
      new RestJsonProtocol(
          "rbin",
          List.of(
              new Route("POST", "/rules", "CreateRule", 201),
              new Route("GET", "/rules/{identifier}", "GetRule", 200),
              new Route("PATCH", "/rules/{identifier}", "UpdateRule", 200),
              new Route("DELETE", "/rules/{identifier}", "DeleteRule", 204),
              new Route("POST", "/list-rules", "ListRules", 200),
              new Route("PATCH", "/rules/{identifier}/lock", "LockRule", 200),
              new Route("PATCH", "/rules/{identifier}/unlock", "UnlockRule", 200),
              new Route("GET", "/tags/{resourceArn}", "ListTagsForResource", 200),
              new Route("POST", "/tags/{resourceArn}", "TagResource", 201),
              new Route("DELETE", "/tags/{resourceArn}", "UntagResource", 204)));

  /** Protocol of Image Builder, for the actions of the simulator. */
  static final RestJsonProtocol IMAGE_BUILDER =
      new RestJsonProtocol(
          "imagebuilder",
          List.of(
              new Route("POST", "/ListImageRecipes", "ListImageRecipes", 200),
              new Route("POST", "/ListContainerRecipes", "ListContainerRecipes", 200),
              new Route("GET", "/GetContainerRecipe", "GetContainerRecipe", 200)));

  /** Protocol of AWS Batch, for the action of the simulator. */
  static final RestJsonProtocol BATCH =
      new RestJsonProtocol(
          "batch",
          List.of(
              new Route(
                  "POST", "/v1/describecomputeenvironments", "DescribeComputeEnvironments", 200)));

  private static final String CONTENT_TYPE = "application/json";
  private static final int NO_CONTENT = 204;

  @Override
  public String action(HttpCall call) {
    return route(call).action();
  }

  @Override
  public SdkPojo read(HttpCall call, SdkPojo builder) {
    ObjectNode request = body(call);
    route(call).labels(call.path()).forEach(request::put);
    for (SdkField<?> field : builder.sdkFields()) {
      if (field.location() == MarshallLocation.QUERY_PARAM) {
        putQueryParameter(
            request, field, FormParameters.values(call.query(), field.locationName()));
      }
    }
    return JsonReader.read(request, builder);
  }

  private static void putQueryParameter(
      ObjectNode request, SdkField<?> field, List<String> values) {
    if (field.marshallingType() == MarshallingType.LIST) {
      ArrayNode array = request.putArray(field.locationName());
      values.forEach(array::add);
    } else if (!values.isEmpty()) {
      request.put(field.locationName(), values.getFirst());
    }
  }

  private static ObjectNode body(HttpCall call) {
    if (JsonBodyProtocol.parse(call) instanceof ObjectNode object) {
      return object;
    }
    throw ProtocolError.malformed("Expected a JSON object.");
  }

  @Override
  public Reply.Response write(String action, SdkPojo response, String requestId) {
    int status = routes.stream().filter(r -> r.action().equals(action)).findFirst().get().status();
    return new Reply.Response(
        status,
        CONTENT_TYPE,
        requestId,
        status == NO_CONTENT ? "" : JsonWriter.write(response).toString());
  }

  @Override
  public String contentType() {
    return CONTENT_TYPE;
  }

  private Route route(HttpCall call) {
    Optional<Route> found =
        routes.stream().filter(r -> r.matches(call.method(), call.path())).findFirst();
    return found.orElseThrow(
        () -> ProtocolError.unknownAction(service, call.method() + " " + call.path()));
  }

  /**
   * Route of an AWS action.
   *
   * @param path path segments; a segment in braces names a field
   * @param status the HTTP status of the response
   */
  record Route(String method, String path, String action, int status) {

    private boolean matches(String calledMethod, String calledPath) {
      String[] steps = path.split("/", -1);
      String[] called = calledPath.split("/", -1);
      if (!method.equals(calledMethod) || steps.length != called.length) {
        return false;
      }
      for (int i = 0; i < steps.length; i++) {
        if (!isLabel(steps[i]) && !steps[i].equals(called[i])) {
          return false;
        }
      }
      return true;
    }

    /** Fields of an AWS request in a matching path. */
    private Map<String, String> labels(String calledPath) {
      String[] steps = path.split("/", -1);
      String[] called = calledPath.split("/", -1);
      for (int i = 0; i < steps.length; i++) {
        if (isLabel(steps[i])) {
          String field = steps[i].substring(1, steps[i].length() - 1);
          return Map.of(field, FormParameters.decode(called[i]));
        }
      }
      return Map.of();
    }

    private static boolean isLabel(String step) {
      return step.startsWith("{");
    }
  }
}
