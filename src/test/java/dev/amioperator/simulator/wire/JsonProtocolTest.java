package dev.amioperator.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.SimulatedCloud;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonProtocolTest {
  private final WireRequestHandler front = WireRequestHandler.of(SimulatedCloud.create());

  private Reply.Response answer(String target, String authorization, String body) {
    Map<String, List<String>> headers = new HashMap<>();
    headers.put("x-amz-target", List.of(target));
    if (authorization != null) {
      headers.put("authorization", List.of(authorization));
    }
    return (Reply.Response)
        front.handle(new HttpCall("POST", "/", "", headers, body.getBytes(StandardCharsets.UTF_8)));
  }

  private Reply.Response ssm(String target, String body) {
    return answer(target, HttpRequests.authorization("key", "ssm"), body);
  }

  @Test
  void ignoresUnknownFields() {
    Reply.Response response =
        ssm(
            "AmazonSSM.PutParameter",
            """
            {"Name":"/web","Value":"v","Type":"String","Colour":"red"}\
            """);

    assertThat(response.body()).isEqualTo("{\"Version\":1,\"Tier\":\"Standard\"}");
  }

  @Test
  void writesErrorTypeAndMessage() {
    Reply.Response response = ssm("AmazonSSM.GetParameter", "{\"Name\":\"/nothing\"}");

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body()).startsWith("{\"__type\":\"ParameterNotFound\",\"message\":\"");
  }

  @Test
  void rejectsUnsignedRequest() {
    assertThat(answer("AmazonSSM.GetParameter", null, "{}").body())
        .startsWith("{\"__type\":\"MissingAuthenticationTokenException\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          AmazonSSM.PutParameter | {                       | SerializationException
          AmazonSSM.PutParameter | []                      | SerializationException
          AmazonSSM.PutParameter | {"Name":5}              | SerializationException
          AmazonSSM.PutParameter | {"Overwrite":"yes"}     | SerializationException
          AmazonSSM.PutParameter | {"Tags":{}}             | SerializationException
          AmazonSSM.PutParameter | {"Tags":["a"]}          | SerializationException
          AmazonSSM.MakeCoffee   | {}                      | UnknownOperationException
          TrentService.CreateKey | {}                      | UnknownOperationException
          CreateKey              | {}                      | UnknownOperationException
          """)
  void refusesWhatIsNotARequest(String target, String body, String type) {
    Reply.Response response = ssm(target, body);

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body()).contains("{\"__type\":\"" + type + "\"");
  }
}
