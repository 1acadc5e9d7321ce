package dev.amioperator.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** Points a {@code @QuarkusTest} at a moto server with a snapshot and an image in it. */
public final class MotoResource implements QuarkusTestResourceLifecycleManager {
  public static final String ENDPOINT = "test.moto.endpoint";

  /** The id of a completed snapshot in eu-west-1. */
  public static final String SNAPSHOT = "test.moto.snapshot";

  /** The id of an available image in eu-west-1. */
  public static final String IMAGE = "test.moto.image";

  private MotoServer moto;

  /** Called by Quarkus by its class name. */
  public MotoResource() {}

  /** A separate EC2 client for a test. */
  public static Ec2Client client(URI endpoint, String region) {
    return Ec2Client.builder()
        .endpointOverride(endpoint)
        .region(Region.of(region))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .build();
  }

  @Override
  public Map<String, String> start() {
    moto = MotoServer.start();
    try (Ec2Client ec2 = client(moto.endpoint(), "eu-west-1")) {
      String volume = ec2.createVolume(r -> r.availabilityZone("eu-west-1a").size(8)).volumeId();
      String snapshot = ec2.createSnapshot(r -> r.volumeId(volume)).snapshotId();
      String image = ec2.registerImage(r -> r.name("somebody-elses")).imageId();
      SdkSettings.pointAt(moto.endpoint());
      return Map.of(ENDPOINT, moto.endpoint().toString(), SNAPSHOT, snapshot, IMAGE, image);
    }
  }

  @Override
  public void stop() {
    SdkSettings.clear();
    if (moto != null) {
      moto.close();
    }
  }
}
