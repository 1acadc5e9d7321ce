package dev.amioperator.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.Seeds;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.SnapshotSeed;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CopySnapshotRequest;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

/** Nothing that a client sends is answered with a defect of the simulator. */
class FuzzTest {
  private final SimulatedCloud cloud = SimulatedCloud.create();
  private final WireRequestHandler front = WireRequestHandler.of(cloud);

  private final Ec2Client client =
      Ec2Client.builder()
          .region(Region.EU_WEST_1)
          .endpointOverride(URI.create("http://127.0.0.1"))
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
          .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
          .httpClient(new FrontHttpClient(front))
          .build();

  private final Seeds.SeedTarget home = cloud.seeds().target("123456789012", "eu-west-1");
  private final List<String> images = new ArrayList<>();
  private final List<String> snapshots = new ArrayList<>();
  private final String instance = home.instance(InstanceSeed.small());

  FuzzTest() {
    for (int i = 0; i < 40; i++) {
      images.add(home.image(ImageSeed.named("web-" + i)));
      snapshots.add(home.snapshot(SnapshotSeed.of(8)));
    }
  }

  /** What a field of this name may well hold. */
  private List<String> words(String field) {
    return switch (field) {
      case "ImageIds", "ImageId", "SourceImageId" -> images;
      case "SnapshotIds", "SnapshotId", "SourceSnapshotId" -> snapshots;
      case "InstanceIds", "InstanceId" -> List.of(instance);
      case "Resources" -> List.of(instance, images.getFirst(), snapshots.getFirst());
      case "UserId", "UserIds", "OwnerIds", "Owners" -> List.of("self", "111122223333");
      case "Group", "UserGroups", "GroupNames" -> List.of("all");
      case "SourceRegion", "RegionNames" -> List.of("eu-west-1", "us-east-1");
      case "ResourceType" -> List.of("image", "snapshot", "ec2:Instance");
      case "Attribute" -> List.of("launchPermission", "description", "createVolumePermission");
      case "OperationType" -> List.of("add", "remove");
      case "Name" -> List.of("name-1", "name-2", "name-3", "state", "tag:a", "image-id", "tag-key");
      case "DeviceName", "RootDeviceName" -> List.of("/dev/xvda", "/dev/sdb");
      case "VolumeType" -> List.of("gp3", "io2");
      case "Architecture" -> List.of("x86_64", "arm64");
      default -> List.of();
    };
  }

  private static boolean isDefect(Reply reply) {
    return reply instanceof Reply.Response response
        && response.body().contains("<Code>InternalError");
  }

  @Property(tries = 2000)
  void answersAnyBytes(@ForAll byte[] body, @ForAll("headers") Map<String, List<String>> headers) {
    Reply reply = front.handle(new HttpCall("POST", "/", "", headers, body));

    assertThat(reply).isInstanceOf(Reply.Response.class).matches(r -> !isDefect(r));
  }

  @Property(tries = 2000)
  void answersAnyForm(@ForAll("forms") String form) {
    assertThat(front.handle(HttpRequests.ec2(form))).matches(reply -> !isDefect(reply), form);
  }

  @Property(tries = 2000)
  void answersAnyRequestOfModelledAction(@ForAll("modelled") Method action, @ForAll long seed)
      throws Exception {
    SdkPojo builder = (SdkPojo) action.getParameterTypes()[0].getMethod("builder").invoke(null);
    SdkPojo request = RandomPojos.forRequests(seed).speaking(this::words).fill(builder);
    if (request instanceof CopySnapshotRequest copy && copy.presignedUrl() == null) {
      return; // The SDK itself refuses: it wants a host that names the region.
    }
    try {
      action.invoke(client, request);
    } catch (InvocationTargetException e) {
      assertThat(e.getCause()).as("%s", request).isInstanceOf(Ec2Exception.class);
      assertThat(((Ec2Exception) e.getCause()).awsErrorDetails().errorCode())
          .as("%s: %s", request, e.getCause().getMessage())
          .isNotEqualTo("InternalError");
    }
  }

  @Provide
  Arbitrary<Map<String, List<String>>> headers() {
    Arbitrary<String> authorization =
        Arbitraries.oneOf(
            Arbitraries.just(HttpRequests.authorization("key", "ec2")),
            Arbitraries.just(HttpRequests.authorization("key", "sts")),
            Arbitraries.just(HttpRequests.authorization("key", "ssm")),
            Arbitraries.just(HttpRequests.authorization("key", "kms")),
            Arbitraries.strings().ofMaxLength(80),
            Arbitraries.strings()
                .ofMaxLength(40)
                .map(text -> "AWS4-HMAC-SHA256 Credential=" + text + ", Signature=0"));
    Arbitrary<String> target =
        Arbitraries.of("AmazonSSM.PutParameter", "TrentService.CreateKey", "AmazonSSM.", "");
    return Combinators.combine(authorization, target)
        .as(
            (value, action) ->
                action.isEmpty()
                    ? Map.of("authorization", List.of(value))
                    : Map.of("authorization", List.of(value), "x-amz-target", List.of(action)));
  }

  @Provide
  Arbitrary<String> forms() {
    Arbitrary<String> step =
        Arbitraries.of("ImageId", "Filter", "Name", "Value", "1", "0", "99", "", "Owner", "Tag");
    Arbitrary<String> name = step.list().ofMinSize(1).ofMaxSize(5).map(l -> String.join(".", l));
    Arbitrary<String> value =
        Arbitraries.oneOf(
            Arbitraries.of("self", "ami-1", "true", "5", "", "%00", "%", "name", "tag:a"),
            Arbitraries.strings()
                .ofMaxLength(10)
                .map(text -> URLEncoder.encode(text, StandardCharsets.UTF_8)));
    Arbitrary<String> pair = Combinators.combine(name, value).as((n, v) -> n + "=" + v);
    return Combinators.combine(modelled().map(SdkActions::name), pair.list().ofMaxSize(8))
        .as((a, pairs) -> "Action=" + a + "&" + String.join("&", pairs));
  }

  @Provide
  Arbitrary<Method> modelled() {
    return Arbitraries.of(
        SdkActions.modelledBy(cloud.ec2(Caller.of("123456789012"), "eu-west-1"), Ec2Client.class));
  }
}
