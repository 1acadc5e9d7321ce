package dev.amioperator.observer;

import static dev.amioperator.observer.ObserverFixtures.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.BuildInstance;
import dev.amioperator.ownership.TagKeys;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildInstanceQueriesTest extends ObserverTestBase {
  private static final Map<String, String> TAGS =
      Map.of(
          TagKeys.CLUSTER,
          CLUSTER.value(),
          TagKeys.RESOURCE,
          OWNER,
          TagKeys.ROLE,
          "builder",
          TagKeys.BUILD,
          "0123456789abcdef");

  @Test
  void excludesInstancesWithAnotherClientToken() {
    ec2.builders.add(builder("i-ours", Optional.of("0123456789abcdef"), Optional.empty()));
    ec2.builders.add(builder("i-of-others", Optional.of("console"), Optional.empty()));
    ec2.builders.add(builder("i-without-token", Optional.empty(), Optional.empty()));

    assertThat(builders()).extracting(BuildInstance::id).containsExactly("i-ours");
  }

  @Test
  void keepsSpotInstancesWithAnyClientToken() {
    ec2.builders.add(builder("i-spot", Optional.of("of-the-request"), Optional.of("sir-1")));

    assertThat(builders()).extracting(BuildInstance::id).containsExactly("i-spot");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws:autoscaling:groupName",
        "aws:ec2:fleet-id",
        "aws:ec2spot:fleet-request-id",
        "aws:ec2launchtemplate:id"
      })
  void excludesInstancesThatEc2LaunchedForOthers(String key) {
    BuildInstance spot = builder("i-spot", Optional.empty(), Optional.of("sir-1"));
    Map<String, String> tags = new HashMap<>(TAGS);
    tags.put(key, "x");
    ec2.builders.add(
        new BuildInstance(
            "i-of-group",
            spot.state(),
            "",
            Instant.EPOCH,
            spot.spotRequestId(),
            spot.clientToken(),
            tags));

    assertThat(builders()).isEmpty();
  }

  private List<BuildInstance> builders() {
    return observe(() -> get(BuildInstanceQueries.byOwner(OWNER), EVER));
  }

  private static BuildInstance builder(
      String id, Optional<String> token, Optional<String> request) {
    return new BuildInstance(
        id, BuildInstance.State.RUNNING, "", Instant.EPOCH, request, token, TAGS);
  }
}
