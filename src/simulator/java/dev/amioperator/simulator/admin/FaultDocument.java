package dev.amioperator.simulator.admin;

import dev.amioperator.simulator.Faults.Effect;
import dev.amioperator.simulator.Faults.Rule;
import java.time.Duration;
import java.util.List;

/**
 * Fault for AWS calls, as a document of the admin API. It applies to calls of the action, account
 * and region that mention the resource; a missing field matches all.
 *
 * @param count number of calls that it applies to; all by default
 * @param probability probability per call, 0 to 1; 1 by default
 * @param effect effect, see {@link #EFFECTS}
 * @param code the error code of {@code refuse} and {@code failLater}
 * @param message the error message of these
 * @param status the HTTP status of {@code refuse}; 400 by default
 * @param duration how long {@code latency} takes
 */
record FaultDocument(
    String action,
    String account,
    String region,
    String resource,
    Integer count,
    Double probability,
    String effect,
    String code,
    String message,
    Integer status,
    String duration) {

  static final List<String> EFFECTS =
      List.of(
          "refuse", "throttle", "latency", "loseAnswer", "resetConnection", "outage", "failLater");

  /**
   * Fault rule for AWS calls from this document.
   *
   * @throws IllegalArgumentException with a message for the sender
   */
  Rule toRule() {
    return new Rule(
        action,
        account,
        region,
        resource,
        count,
        probability == null ? 1 : probability,
        parsedEffect());
  }

  /** Document of a fault rule for AWS calls. */
  static FaultDocument of(Rule rule) {
    return switch (rule.effect()) {
      case Effect.Refuse(String code, String message, int status) ->
          of(rule, "refuse", code, message, status, null);
      case Effect.Throttle() -> of(rule, "throttle", null, null, null, null);
      case Effect.Latency(Duration duration) ->
          of(rule, "latency", null, null, null, duration.toMillis() + "ms");
      case Effect.LoseAnswer() -> of(rule, "loseAnswer", null, null, null, null);
      case Effect.ResetConnection() -> of(rule, "resetConnection", null, null, null, null);
      case Effect.Outage() -> of(rule, "outage", null, null, null, null);
      case Effect.FailLater(String code, String message) ->
          of(rule, "failLater", code, message, null, null);
    };
  }

  private static FaultDocument of(
      Rule rule, String effect, String code, String message, Integer status, String duration) {
    return new FaultDocument(
        rule.action(),
        rule.account(),
        rule.region(),
        rule.resource(),
        rule.remaining(),
        rule.probability(),
        effect,
        code,
        message,
        status,
        duration);
  }

  private Effect parsedEffect() {
    return switch (effect == null ? "" : effect) {
      case "refuse" ->
          new Effect.Refuse(required("code", code), text(), status == null ? 400 : status);
      case "throttle" -> new Effect.Throttle();
      case "latency" -> new Effect.Latency(Durations.parse(required("duration", duration)));
      case "loseAnswer" -> new Effect.LoseAnswer();
      case "resetConnection" -> new Effect.ResetConnection();
      case "outage" -> new Effect.Outage();
      case "failLater" -> new Effect.FailLater(required("code", code), text());
      default ->
          throw new IllegalArgumentException(
              "A fault needs an effect: " + String.join(", ", EFFECTS));
    };
  }

  private String text() {
    return message == null ? "Injected fault." : message;
  }

  private String required(String field, String value) {
    if (value == null) {
      throw new IllegalArgumentException("The effect " + effect + " needs the field " + field);
    }
    return value;
  }
}
