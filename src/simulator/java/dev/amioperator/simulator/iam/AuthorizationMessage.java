package dev.amioperator.simulator.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Encoded authorization failure message of EC2, and its content for DecodeAuthorizationMessage. */
public final class AuthorizationMessage {
  private static final ObjectMapper JSON = new ObjectMapper();

  private AuthorizationMessage() {}

  /** Encodes why IAM denied a request: the decision, the principal and the condition keys. */
  public static String encode(Principal principal, AccessRequest request, boolean explicit) {
    ObjectNode message = JSON.createObjectNode();
    message.put("allowed", false);
    message.put("explicitDeny", explicit);
    message.putObject("matchedStatements").putArray("items");
    message.putObject("failures").putArray("items");
    ObjectNode context = message.putObject("context");
    context.putObject("principal").put("id", principal.userId()).put("arn", principal.arn());
    context.put("action", request.action());
    context.put("resource", request.resource());
    ArrayNode conditions = context.putObject("conditions").putArray("items");
    request
        .context()
        .values()
        .forEach(
            (key, values) -> {
              ArrayNode items =
                  conditions.addObject().put("key", key).putObject("values").putArray("items");
              values.forEach(value -> items.addObject().put("value", value));
            });
    return compress(message);
  }

  private static String compress(ObjectNode message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(bytes)) {
      deflated.write(JSON.writeValueAsBytes(message));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  /** Content of an encoded message as JSON; empty if IAM did not encode it. */
  public static Optional<String> decode(String encoded) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(encoded);
      InflaterInputStream inflated = new InflaterInputStream(new ByteArrayInputStream(bytes));
      String json = new String(inflated.readAllBytes(), StandardCharsets.UTF_8);
      return isMessage(json) ? Optional.of(json) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isMessage(String json) {
    try {
      return JSON.readTree(json).path("context").has("action");
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
