package dev.amioperator.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.amioperator.api.v1alpha1.AllowSpecBuilder;
import dev.amioperator.api.v1alpha1.AllowedResources;
import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopySpec.CopySource;
import dev.amioperator.api.v1alpha1.AmiCopySpecBuilder;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageSpec;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpec;
import dev.amioperator.api.v1alpha1.AwsAccountSpecBuilder;
import dev.amioperator.api.v1alpha1.CopyDestination;
import dev.amioperator.api.v1alpha1.CopyDestinationBuilder;
import dev.amioperator.api.v1alpha1.NamespacesSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Kubernetes objects as users write them. */
public final class Manifests {
  public static final String NAMESPACE = "images";
  public static final String FRIEND = "111122223333";

  /** The region of images and of copy sources, unless a test names another. */
  public static final String HOME = "eu-west-1";

  private static final ObjectMapper YAML = new YAMLMapper();
  private static final ObjectMapper JSON = new ObjectMapper();

  private Manifests() {}

  /** The account {@code default}, which may share with {@link #FRIEND} and adopt. */
  public static AwsAccount account() {
    AwsAccount account = new AwsAccount();
    account.setMetadata(new ObjectMetaBuilder().withName("default").build());
    account.setSpec(accountSpec(allowingAll()));
    return account;
  }

  /**
   * An allowlist by which objects may use every resource of the account, share with {@link #FRIEND}
   * and adopt.
   */
  public static AllowSpecBuilder allowingAll() {
    AllowedResources any = new AllowedResources(null, true);
    List<String> every = List.of("*");
    return AllowSpecBuilder.builder()
        .publicSharing(false)
        .shareWith(List.of(FRIEND))
        .instances(any)
        .snapshots(any)
        .images(any)
        .adopt(any)
        .subnets(every)
        .securityGroups(every)
        .instanceProfiles(List.of("builder"))
        .launchTemplates(every)
        .kmsKeys(every)
        .ssmPrefixes(every)
        .buckets(every)
        .imageNames(every);
  }

  /** The spec of an AwsAccount that every namespace may use, with an allowlist. */
  public static AwsAccountSpec accountSpec(AllowSpecBuilder allow) {
    return AwsAccountSpecBuilder.builder()
        .namespaces(new NamespacesSpec(null, null, true))
        .allow(allow.build())
        .build();
  }

  /** As {@link #account()}, of another name. */
  public static AwsAccount account(String name) {
    AwsAccount account = account();
    account.getMetadata().setName(name);
    return account;
  }

  /**
   * Applies an AwsAccount, in place of the spec of an existing account of that name. A patch does
   * not conflict with status updates of the operator.
   */
  public static void apply(KubernetesClient kubernetes, AwsAccount account) {
    String spec =
        "[{\"op\":\"replace\",\"path\":\"/spec\",\"value\":%s}]".formatted(json(account.getSpec()));
    kubernetes
        .resource(account)
        .createOr(there -> there.patch(PatchContext.of(PatchType.JSON), spec));
  }

  /** An AmiImage of {@link #NAMESPACE} with this spec, as YAML. */
  public static AmiImage image(String name, String spec) {
    AmiImage image = new AmiImage();
    image.setMetadata(new ObjectMetaBuilder().withNamespace(NAMESPACE).withName(name).build());
    image.setSpec(read(spec, AmiImageSpec.class));
    return image;
  }

  /** A part of an object, from YAML. */
  public static <T> T read(String yaml, Class<T> part) {
    try {
      return YAML.readValue(yaml, part);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(yaml, e);
    }
  }

  /** A part of an object as JSON, which is YAML as well. */
  public static String json(Object part) {
    try {
      return JSON.writeValueAsString(part);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(String.valueOf(part), e);
    }
  }

  public static AmiImage fromInstance(String name, String instanceId) {
    return fromInstance(name, instanceId, HOME);
  }

  /** An AmiImage of an instance in the given region. */
  public static AmiImage fromInstance(String name, String instanceId, String region) {
    return image(
        name,
        """
        region: %s
        source: {instance: {instanceId: %s, noReboot: true}}
        tags: {family: web}
        """
            .formatted(region, instanceId));
  }

  public static AmiImage fromSnapshot(String name, String snapshotId) {
    return image(
        name,
        """
        region: eu-west-1
        source: {snapshot: {snapshotId: %s, architecture: x86_64}}
        tags: {family: web}
        """
            .formatted(snapshotId));
  }

  public static AmiImage existing(String name, String imageId) {
    return image(
        name,
        """
        region: eu-west-1
        source: {existing: {imageId: %s}}
        """
            .formatted(imageId));
  }

  /** Copies of an image of eu-west-1, by its id. */
  public static AmiCopy copyOf(String name, String imageId, String... regions) {
    return copy(name, new CopySource(null, null, HOME, imageId), regions);
  }

  /** Copies of an AmiImage. */
  public static AmiCopy copyOfAmiImage(String name, String imageRef, String... regions) {
    return copy(name, new CopySource(imageRef, null, null, null), regions);
  }

  public static AmiCopy copy(String name, CopySource source, String... regions) {
    AmiCopy copy = new AmiCopy();
    copy.setMetadata(new ObjectMetaBuilder().withNamespace(NAMESPACE).withName(name).build());
    copy.setSpec(
        AmiCopySpecBuilder.builder()
            .source(source)
            .tags(Map.of("family", "web"))
            .destinations(Stream.of(regions).map(Manifests::destination).toList())
            .build());
    return copy;
  }

  /** A region of the account of the source. */
  public static CopyDestination destination(String region) {
    return CopyDestinationBuilder.builder().region(region).build();
  }
}
