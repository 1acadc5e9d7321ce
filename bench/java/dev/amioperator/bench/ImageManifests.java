package dev.amioperator.bench;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Manifests of many AmiImages from snapshots and of AmiCopies of the first of them, and the seeds
 * of the snapshots.
 */
record ImageManifests(String namespace, int images, int copies) {
  private static final String REGION = "eu-west-1";
  private static final String DESTINATION = "us-east-1";

  /** Seed of a snapshot for each image. */
  String seed() {
    return "snapshots:\n"
        + IntStream.range(0, images)
            .mapToObj(number -> "- {region: %s, id: %s}\n".formatted(REGION, snapshotId(number)))
            .collect(Collectors.joining());
  }

  /** The AwsAccount, whose snapshots the namespace may use. */
  String account() {
    return """
    apiVersion: amioperator.dev/v1alpha1
    kind: AwsAccount
    metadata: {name: default}
    spec:
      namespaces: {all: true}
      allow: {snapshots: {any: true}, imageNames: [bench-]}
    """;
  }

  /** AmiImage from a snapshot, without attributes. */
  String amiImage(int number) {
    return """
    apiVersion: amioperator.dev/v1alpha1
    kind: AmiImage
    metadata: {name: %s, namespace: %s}
    spec:
      region: %s
      source: {snapshot: {snapshotId: %s, architecture: x86_64}}
    """
        .formatted(name(number), namespace, REGION, snapshotId(number));
  }

  /** AmiCopy of an AmiImage. */
  String amiCopy(int number) {
    return """
    apiVersion: amioperator.dev/v1alpha1
    kind: AmiCopy
    metadata: {name: %s, namespace: %s}
    spec:
      source: {imageRef: %s}
      destinations: [{region: %s}]
    """
        .formatted(name(number), namespace, name(number), DESTINATION);
  }

  private static String name(int number) {
    return "bench-%05d".formatted(number);
  }

  private static String snapshotId(int number) {
    return "snap-0d%015x".formatted(number);
  }
}
