package dev.amioperator.ec2.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.SimulatedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.ec2.Ec2Client;

class ClientCacheTest {
  private final SimulatedClock clock =
      SimulatedClock.steppedFrom(Instant.parse("2026-03-01T12:00:00Z"));
  private final ClientCache cache = new ClientCache(clock);
  private final AwsCredentialsProvider credentials = AnonymousCredentialsProvider.create();
  private final List<String> closed = new ArrayList<>();

  private SdkClient client(String account, String region) {
    return client(account, region, credentials);
  }

  private SdkClient client(String account, String region, AwsCredentialsProvider provider) {
    return cache.get(
        new ClientCache.Key(Ec2Client.class, Optional.of(account), provider, region),
        () -> new NamedClient(account + "/" + region));
  }

  private final class NamedClient implements SdkClient {
    private final String name;

    private NamedClient(String name) {
      this.name = name;
    }

    @Override
    public String serviceName() {
      return name;
    }

    @Override
    public void close() {
      closed.add(name);
    }
  }

  @Test
  void sharesClientPerAccountAndRegion() {
    assertThat(client("a", "eu-west-1")).isSameAs(client("a", "eu-west-1"));
    assertThat(client("a", "eu-west-1")).isNotSameAs(client("b", "eu-west-1"));
    assertThat(client("a", "eu-west-1")).isNotSameAs(client("a", "eu-west-2"));
    assertThat(cache.size()).isEqualTo(3);
  }

  @Test
  void closesUnusedClients() {
    client("a", "eu-west-1");
    client("a", "eu-west-2");
    clock.step(Duration.ofMinutes(10));
    client("a", "eu-west-1");
    clock.step(Duration.ofMinutes(6));
    client("b", "eu-west-1");

    assertThat(closed).containsExactly("a/eu-west-2");
    assertThat(cache.size()).isEqualTo(2);
  }

  @Test
  void closesLeastRecentlyUsedOfTooMany() {
    for (int i = 0; i < 1001; i++) {
      client("a" + i, "eu-west-1");
      client("a0", "eu-west-1");
    }
    assertThat(closed).containsExactly("a1/eu-west-1");
    assertThat(cache.size()).isEqualTo(1000);
  }

  @Test
  void closesClientsOfAccount() {
    client("a", "eu-west-1");
    client("a", "eu-west-2");
    client("b", "eu-west-1");

    cache.close("a");

    assertThat(closed).containsExactly("a/eu-west-1", "a/eu-west-2");
    assertThat(cache.size()).isEqualTo(1);
  }

  /** A client that another thread adds while the role changes must not be used afterwards. */
  @Test
  void usesNoClientOfFormerRole() {
    AwsCredentialsProvider former = () -> null;
    SdkClient old = client("a", "eu-west-1", former);

    assertThat(client("a", "eu-west-1")).isNotSameAs(old);
  }
}
