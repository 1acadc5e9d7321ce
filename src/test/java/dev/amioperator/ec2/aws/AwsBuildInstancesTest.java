package dev.amioperator.ec2.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.AwsActions;
import dev.amioperator.ec2.BuildInstance;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.ImageBlockDevice;
import dev.amioperator.ec2.InstanceAction;
import dev.amioperator.ec2.InstanceAction.RunInstances;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.SimulatedClock;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.testing.SimulatedClients;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Build instances through the SDK and the simulator. */
class AwsBuildInstancesTest {
  private static final String ACCOUNT = "123456789012";
  private static final AccountRegion PLACE = new AccountRegion("default", ACCOUNT, "eu-west-1");
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final Map<String, String> TAGS =
      Map.of(TagKeys.ROLE, "builder", TagKeys.BUILD, "token");
  private static final String SCRIPT = "echo done\npoweroff\n";

  private final SimulatedCloud cloud = SimulatedCloud.create(SimulatedClock.steppedFrom(START));
  private final SimulatedClients clients = new SimulatedClients(cloud, Caller.of(ACCOUNT));
  private final RateLimiter limits = new RateLimiter(cloud.clock());
  private final AwsBuildInstances builders = new AwsBuildInstances(clients, limits);
  private final AwsActions actions = new AwsActionDispatcher(clients, limits);

  @Test
  void launchesIsolatedTaggedInstance() {
    actions.execute(PLACE, launch(Optional.empty(), SCRIPT));

    Instance instance = instance();
    assertThat(instance.instanceTypeAsString()).isEqualTo("t3.small");
    assertThat(instance.publicIpAddress()).isNull();
    assertThat(instance.subnetId()).isEqualTo("subnet-0123456789abcdef0");
    assertThat(instance.securityGroups())
        .extracting(g -> g.groupId())
        .containsExactly("sg-01234567");
    assertThat(instance.metadataOptions().httpTokensAsString()).isEqualTo("required");
    assertThat(instance.iamInstanceProfile().arn()).contains("image-builder");
    assertThat(builder().tags()).isEqualTo(TAGS);
    assertThat(builder().launchTime()).isEqualTo(START);
  }

  @Test
  void launchesOneInstancePerClientToken() {
    actions.execute(PLACE, launch(Optional.empty(), SCRIPT));
    actions.execute(PLACE, launch(Optional.empty(), SCRIPT));

    assertThatExceptionOfType(Ec2CallException.class)
        .isThrownBy(() -> actions.execute(PLACE, launch(Optional.empty(), "echo other")))
        .matches(failure -> failure.errorClass() == Ec2CallException.ErrorClass.ALREADY_EXISTS);
    assertThat(cloud.inventory().instances()).hasSize(1);
  }

  @Test
  void readsConsoleOfStoppedInstance() {
    actions.execute(PLACE, launch(Optional.empty(), SCRIPT));
    assertThat(builders.consoleOutput(PLACE, builder().id())).isEmpty();
    cloud.clock().step(Duration.ofMinutes(10));

    assertThat(builder().state()).isEqualTo(BuildInstance.State.STOPPED);
    assertThat(builders.consoleOutput(PLACE, builder().id())).isEqualTo("done");
  }

  /** EC2 has the latest output on Nitro only, and what it answers elsewhere is not documented. */
  @ParameterizedTest
  @ValueSource(strings = {"UnsupportedOperation", "InvalidParameterValue", "InternalError"})
  void readsBufferedConsoleWhenLatestFails(String code) {
    actions.execute(PLACE, launch(Optional.empty(), SCRIPT));
    cloud.clock().step(Duration.ofMinutes(10));
    String id = builder().id();
    // The adapter repeats a read at once after a transient failure.
    cloud.faults().refuse("GetConsoleOutput", code, code.equals("InternalError") ? 2 : 1);

    assertThat(builders.consoleOutput(PLACE, id)).isEqualTo("done");
  }

  @Test
  void terminatesSpotInstanceAfterCancellation() {
    actions.execute(PLACE, launch(Optional.of(START.plusSeconds(3600)), SCRIPT));
    String request = builder().spotRequestId().orElseThrow();

    actions.execute(PLACE, new InstanceAction.CancelSpotInstanceRequests(request));
    actions.execute(PLACE, new InstanceAction.TerminateInstances(builder().id()));
    cloud.clock().step(Duration.ofMinutes(10));

    assertThat(builder().state()).isEqualTo(BuildInstance.State.TERMINATED);
    assertThat(cloud.inventory().instances()).hasSize(1);
  }

  /** "Launch more like this" in the console copies the tags: the instance belongs to the user. */
  @Test
  void distinguishesInstancesByClientToken() {
    actions.execute(PLACE, launch(Optional.empty(), SCRIPT));
    BuildInstance launched = builder();
    assertThat(launched.clientToken()).contains("token");
    String image = cloud.inventory().images().getFirst().id();
    cloud
        .ec2(Caller.of(ACCOUNT), PLACE.region())
        .runInstances(
            r ->
                r.imageId(image)
                    .instanceType("t3.small")
                    .minCount(1)
                    .maxCount(1)
                    .clientToken("theirs")
                    .tagSpecifications(
                        t ->
                            t.resourceType(ResourceType.INSTANCE)
                                .tags(
                                    TAGS.entrySet().stream()
                                        .map(AwsBuildInstancesTest::tag)
                                        .toList())));

    assertThat(builders.buildInstances(PLACE, Map.of(), Optional.empty()).items())
        .extracting(BuildInstance::clientToken)
        .containsExactlyInAnyOrder(Optional.of("token"), Optional.of("theirs"));
  }

  @Test
  void ignoresTerminatedInstances() {
    assertThatCode(
            () -> {
              actions.execute(PLACE, new InstanceAction.TerminateInstances("i-0123456789abcdef0"));
              actions.execute(PLACE, new InstanceAction.CancelSpotInstanceRequests("sir-01234567"));
            })
        .doesNotThrowAnyException();
  }

  private RunInstances launch(Optional<Instant> spotUntil, String script) {
    return new RunInstances(
        cloud.inventory().images().isEmpty()
            ? cloud.seeds().target(ACCOUNT, PLACE.region()).image(ImageSeed.named("base"))
            : cloud.inventory().images().getFirst().id(),
        "t3.small",
        spotUntil,
        Optional.of("subnet-0123456789abcdef0"),
        List.of("sg-01234567"),
        false,
        Optional.of("image-builder"),
        new RunInstances.UserData(script.getBytes(StandardCharsets.UTF_8)),
        List.of(
            new ImageBlockDevice.Ebs(
                "/dev/xvda",
                Optional.empty(),
                Optional.of(20),
                Optional.of("gp3"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(true),
                Optional.empty(),
                Optional.empty())),
        "token",
        TAGS,
        Map.of("Name", "builder"));
  }

  private static Tag tag(Map.Entry<String, String> tag) {
    return Tag.builder().key(tag.getKey()).value(tag.getValue()).build();
  }

  private BuildInstance builder() {
    List<BuildInstance> found = builders.buildInstances(PLACE, Map.of(), Optional.empty()).items();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private Instance instance() {
    return clients
        .ec2("default", PLACE.region())
        .describeInstances()
        .reservations()
        .getFirst()
        .instances()
        .getFirst();
  }
}
