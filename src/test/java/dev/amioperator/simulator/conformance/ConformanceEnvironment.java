package dev.amioperator.simulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.Seeds;
import dev.amioperator.simulator.SimulatedClock;
import dev.amioperator.simulator.SimulatedCloud;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CopyImageRequest;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/**
 * What a conformance case plays on: a fresh cloud whose clock only moves by steps, and clients of
 * it that may be in process or at the other end of a wire.
 */
public final class ConformanceEnvironment {
  /** When every case begins. */
  public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  /** The account that acts, unless a case says otherwise. */
  public static final String MINE = "123456789012";

  /** An account that images are shared with. */
  public static final String OTHER = "111122223333";

  public static final String HOME = "eu-west-1";
  public static final String AWAY = "us-east-1";

  private final SimulatedCloud cloud;
  private final BiFunction<Caller, String, Ec2Client> clients;

  public ConformanceEnvironment(
      SimulatedCloud cloud, BiFunction<Caller, String, Ec2Client> clients) {
    this.cloud = cloud;
    this.clients = clients;
  }

  /** A stage whose clients are in process. */
  public static ConformanceEnvironment inProcess() {
    SimulatedCloud cloud = SimulatedCloud.create(SimulatedClock.steppedFrom(START));
    return new ConformanceEnvironment(cloud, cloud::ec2);
  }

  public SimulatedCloud cloud() {
    return cloud;
  }

  /** The home region, as the acting account. */
  public Ec2Client ec2() {
    return ec2(MINE, HOME);
  }

  /** The region that copies go to, as the acting account. */
  public Ec2Client away() {
    return ec2(MINE, AWAY);
  }

  public Ec2Client ec2(String account, String region) {
    return clients.apply(Caller.of(account), region);
  }

  /** As a principal of its own, such as an assumed role. */
  public Ec2Client ec2(Caller caller, String region) {
    return clients.apply(caller, region);
  }

  public Seeds.SeedTarget home() {
    return cloud.seeds().target(MINE, HOME);
  }

  /** A seeded instance with a root volume of 8 GiB. */
  public String instance() {
    return home().instance(InstanceSeed.small());
  }

  /** A seeded, available image of the acting account. */
  public String image(String name) {
    return home().image(ImageSeed.named(name));
  }

  /** An image made by CreateImage, available. */
  public String created(String name) {
    String instance = instance();
    String id = ec2().createImage(r -> r.instanceId(instance).name(name).noReboot(true)).imageId();
    pass(Duration.ofHours(1));
    return id;
  }

  public void pass(Duration duration) {
    cloud.clock().step(duration);
  }

  public Image describe(String imageId) {
    return describe(ec2(), imageId);
  }

  public static Image describe(Ec2Client ec2, String imageId) {
    return ec2.describeImages(r -> r.imageIds(imageId)).images().getFirst();
  }

  public static Snapshot snapshot(Ec2Client ec2, String id) {
    return ec2.describeSnapshots(r -> r.snapshotIds(id)).snapshots().getFirst();
  }

  public static List<String> snapshotIds(Image image) {
    return image.blockDeviceMappings().stream().map(m -> m.ebs().snapshotId()).toList();
  }

  public CopyImageRequest.Builder copyOf(String imageId, String name) {
    return CopyImageRequest.builder().sourceRegion(HOME).sourceImageId(imageId).name(name);
  }

  public static Filter filter(String name, String... values) {
    return Filter.builder().name(name).values(values).build();
  }

  public static TagSpecification tags(ResourceType type, String key, String value) {
    return TagSpecification.builder().resourceType(type).tags(t -> t.key(key).value(value)).build();
  }

  /** Checks that a call is refused with this code; the exception is there for a closer look. */
  public static Ec2Exception refused(String code, ThrowingCallable call) {
    Ec2Exception refusal = catchThrowableOfType(Ec2Exception.class, call);
    assertThat(refusal).as("the call should be refused with %s", code).isNotNull();
    assertThat(refusal.awsErrorDetails().errorCode())
        .as("error code of: %s", refusal.getMessage())
        .isEqualTo(code);
    return refusal;
  }
}
