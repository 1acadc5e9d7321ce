package dev.amioperator.bench;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Manifests of the AmiCopies, and the seed of their source images in EC2. */
final class CopyManifests {
  /** Regions that are enabled without opt-in, besides the one of the source images. */
  static final List<String> DESTINATIONS =
      List.of(
          "us-east-1",
          "us-east-2",
          "us-west-1",
          "us-west-2",
          "eu-central-1",
          "eu-west-2",
          "eu-west-3",
          "eu-north-1",
          "ap-southeast-1",
          "ap-southeast-2",
          "ap-northeast-1",
          "ap-northeast-2",
          "ap-northeast-3",
          "ap-south-1",
          "ca-central-1",
          "sa-east-1");

  private static final String SOURCE_REGION = "eu-west-1";
  private static final String CONSUMER = "111122223333";
  private static final int WARM_UP = 0xfff;

  private CopyManifests() {}

  /** The AwsAccount of all AmiCopies. */
  static String account() {
    return """
    apiVersion: amioperator.dev/v1alpha1
    kind: AwsAccount
    metadata: {name: default}
    spec:
      namespaces: {all: true}
      allow: {images: {any: true}, imageNames: [bench-], shareWith: ["%s"]}
    """
        .formatted(CONSUMER);
  }

  /** Id of the source image of an AmiCopy. */
  static String sourceImageId(int number) {
    return "ami-0b%015x".formatted(number + 1);
  }

  /** Seed of the source images of a run, each with two snapshots. */
  static String seed(CopyLoad load) {
    return "images:\n"
        + IntStream.range(0, load.amiCopies())
            .mapToObj(number -> image(number, List.of("xvda", "sdf"), load.sizeGib()))
            .collect(Collectors.joining());
  }

  /** Seed of the source image of the warm-up, a small image with one snapshot. */
  static String warmUpSeed() {
    return "images:\n" + image(WARM_UP, List.of("xvda"), 1);
  }

  private static String image(int number, List<String> devices, int sizeGib) {
    return "- {region: %s, id: %s, name: bench-%d, volumes: [%s]}\n"
        .formatted(
            SOURCE_REGION,
            sourceImageId(number),
            number,
            devices.stream()
                .map(device -> "{device: /dev/%s, sizeGib: %d}".formatted(device, sizeGib))
                .collect(Collectors.joining(", ")));
  }

  /** AmiCopy of the warm-up. */
  static String warmUp(CopyLoad load, String namespace) {
    return amiCopy(load, namespace, WARM_UP);
  }

  /** AmiCopy of a source image in a namespace. */
  static String amiCopy(CopyLoad load, String namespace, int number) {
    return """
    apiVersion: amioperator.dev/v1alpha1
    kind: AmiCopy
    metadata: {name: %s, namespace: %s}
    spec:
      source: {region: %s, imageId: %s}
      destinations: [%s]
    %s\
    """
        .formatted(
            name(number),
            namespace,
            SOURCE_REGION,
            sourceImageId(number),
            DESTINATIONS.stream()
                .limit(load.regions())
                .map("{region: %s}"::formatted)
                .collect(Collectors.joining(", ")),
            load.shared()
                ? "  launchPermissions: {accountIds: [\"%s\"], includeSnapshots: true}%n"
                    .formatted(CONSUMER)
                : "");
  }

  /** Name of the AmiCopy of a source image. */
  static String name(int number) {
    return "copy-%03d".formatted(number);
  }
}
