package dev.amioperator.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.SimulatedClock;
import dev.amioperator.simulator.SimulatedCloud;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallersTest {
  private final SimulatedCloud cloud =
      SimulatedCloud.create(SimulatedClock.steppedFrom(Instant.parse("2026-01-01T00:00:00Z")));
  private final WireRequestHandler front = WireRequestHandler.of(cloud);

  private String identity(String accessKeyId) {
    HttpCall call =
        HttpRequests.withAuthorization(
            HttpRequests.authorization(accessKeyId, "sts"),
            "Action=GetCallerIdentity&Version=2011-06-15");
    return ((Reply.Response) front.handle(call)).body();
  }

  @ParameterizedTest
  @CsvSource({
    "simulator, 123456789012",
    "AKIAIOSFODNN7EXAMPLE, 123456789012",
    "111122223333, 111122223333",
    "111122223333-build, 111122223333",
    "AKIASIMULATED111122223333, 111122223333",
    "1111222233334, 123456789012"
  })
  void tellsTheAccountByTheAccessKey(String accessKeyId, String accountId) {
    assertThat(identity(accessKeyId)).contains("<Account>%s</Account>".formatted(accountId));
  }

  @Test
  void resolvesSeededKeys() {
    cloud.seeds().accessKey("444455556666", "AKIAIOSFODNN7EXAMPLE", "ci");

    assertThat(identity("AKIAIOSFODNN7EXAMPLE"))
        .contains("<Arn>arn:aws:iam::444455556666:user/ci</Arn>");
  }

  @Test
  void resolvesSessionKeysUntilExpiry() {
    String role = cloud.seeds().role("111122223333", "images", null, "123456789012");
    String key =
        cloud
            .sts(Caller.of("123456789012"))
            .assumeRole(r -> r.roleArn(role).roleSessionName("test").durationSeconds(900))
            .credentials()
            .accessKeyId();

    assertThat(identity(key)).contains(":assumed-role/images/test</Arn>");
    cloud.clock().step(Duration.ofMinutes(15));
    assertThat(identity(key)).contains("<Code>ExpiredToken</Code>", "expired");
  }
}
