package dev.amioperator.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * AWS call of the simulator's journal, most of them to EC2.
 *
 * @param time simulated time of the response
 * @param error error code of the response; empty if the call succeeded
 * @param parameters the request as text, cut after 300 characters
 */
record Ec2Call(
    long sequence,
    Instant time,
    String region,
    String service,
    String action,
    String error,
    String parameters) {

  /** The call of a line of the journal. */
  static Ec2Call of(JsonNode line) {
    return new Ec2Call(
        line.path("sequence").asLong(),
        Instant.parse(line.path("time").asText()),
        line.path("region").asText(),
        line.path("service").asText(),
        line.path("action").asText(),
        line.path("error").isTextual() ? line.path("error").asText() : "",
        line.path("parameters").asText());
  }

  boolean succeeded() {
    return error.isEmpty();
  }

  /**
   * Whether the call counts as an EC2 call: those to STS verify the account, whatever is copied.
   */
  boolean toEc2() {
    return service.equals("ec2");
  }
}
