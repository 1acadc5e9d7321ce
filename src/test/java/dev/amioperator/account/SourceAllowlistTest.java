package dev.amioperator.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AllowSpec;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.BuildInstance;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SourceInstance;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.NamespaceResources;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.testing.Manifests;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceAllowlistTest {
  private static final String ACCOUNT = "123456789012";
  private static final NamespaceResources CLAIM =
      NamespaceResources.of(
          new Owner(new ClusterId("here"), "AmiImage/images/new"),
          new AccountRegion("build", ACCOUNT, "eu-west-1"));
  private static final Map<String, String> ALLOWED = Map.of("image", "allowed", "team", "a");
  private static final String CREATED = "Created by CreateImage(i-1) for ami-1";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | false",
        "{instances: {any: true}} | true",
        "{instances: {tags: {image: allowed}}} | true",
        "{instances: {tags: {image: '*', team: a}}} | true",
        "{instances: {tags: {image: allowed, team: b}}} | false",
        "{instances: {tags: {image: allow}}} | false",
        "{instances: {tags: {owner: '*'}}} | false",
        "{instances: {tags: {}}} | false",
        "{snapshots: {any: true}, images: {any: true}, adopt: {any: true}} | false"
      })
  void requiresEveryTagOfInstance(String allow, boolean allowed) {
    SourceAllowlist list = list(allow);

    assertThat(list.instanceRefusal("i-1").isPresent()).isEqualTo(!allow.contains("instances"));
    assertThat(list.instanceRefusal(instance(ALLOWED), CLAIM).isEmpty()).isEqualTo(allowed);
  }

  @Test
  void refusesBuildInstancesOfOthersOnly() {
    SourceAllowlist any = list("{instances: {any: true}}");

    assertThat(any.instanceRefusal(instance(tags("payroll", "x")), CLAIM))
        .hasValueSatisfying(refusal -> assertThat(refusal.message()).doesNotContain("payroll"));
    assertThat(any.instanceRefusal(instance(tags("images", "x")), CLAIM)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "created here | images | here | 123456789012/eu-west-1/web | 123456789012 | CREATED | true",
        "copied here | images | here | 123456789012/eu-west-1/web | 123456789012 | COPIED | true",
        "of another namespace | payroll | here | 123456789012/eu-west-1/web | 123456789012 | CREATED | false",
        "of another cluster | images | there | 123456789012/eu-west-1/web | 123456789012 | CREATED | false",
        "of another region | images | here | 123456789012/us-east-1/web | 123456789012 | CREATED | false",
        "of another account | images | here | 111122223333/eu-west-1/web | 123456789012 | CREATED | false",
        "owned by another account | images | here | 111122223333/eu-west-1/web | 111122223333 | CREATED | false",
        "without made-as | images | here | '' | 123456789012 | CREATED | false",
        "with a user's description | images | here | 123456789012/eu-west-1/web | 123456789012 | mine | false"
      })
  void exemptsSnapshotsThatNamespaceCreated(
      String name,
      String namespace,
      String cluster,
      String madeAs,
      String owner,
      String description,
      boolean exempt) {
    Map<String, String> tags = new HashMap<>(tags(namespace, "x"));
    tags.put(TagKeys.CLUSTER, cluster);
    if (madeAs.isEmpty()) {
      tags.remove(TagKeys.MADE_AS);
    } else {
      tags.put(TagKeys.MADE_AS, madeAs);
    }
    String text =
        description
            .replace("CREATED", CREATED)
            .replace(
                "COPIED",
                "Copied for DestinationAmi ami-2 from SourceAmi ami-1 for SourceSnapshot snap-1.");
    Snapshot snapshot = snapshot(owner, text, tags);

    assertThat(list("{}").snapshotRefusal("snap-1", Optional.of(snapshot), CLAIM).isEmpty())
        .isEqualTo(exempt);
  }

  @Test
  void countsNoTagsOfAnotherAccountsSnapshot() {
    assertThat(
            list("{snapshots: {tags: {image: allowed}}}")
                .snapshotRefusal("snap-1", Optional.empty(), CLAIM))
        .hasValueSatisfying(
            refusal -> assertThat(refusal.message()).contains("snapshots: {any: true}"));
    assertThat(list("{snapshots: {any: true}}").snapshotRefusal("snap-1", Optional.empty(), CLAIM))
        .isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "own, created | {} | 123456789012 | images | web | false | true",
        "own, copied with its tags | {} | 123456789012 | images | other | false | false",
        "of another namespace | {} | 123456789012 | payroll | web | false | false",
        "of another namespace, any | {images: {any: true}} | 123456789012 | payroll | web | false | true",
        "of another namespace, published by tag | {images: {tags: {image: allowed}}} | 123456789012 | payroll | web | false | true",
        "public | {} | 111122223333 | none | web | true | true",
        "shared by another account | {images: {tags: {image: allowed}}} | 111122223333 | none | web | false | false",
        "shared by another account, any | {images: {any: true}} | 111122223333 | none | web | false | true",
        "shared with tags of ours | {} | 111122223333 | images | web | false | false"
      })
  void allowsPublicOwnAndListedImages(
      String name,
      String allow,
      String owner,
      String namespace,
      String madeAs,
      boolean everyone,
      boolean allowed) {
    Map<String, String> tags = new HashMap<>(ALLOWED);
    if (!namespace.equals("none")) {
      tags.putAll(tags(namespace, madeAs));
    }

    assertThat(list(allow).imageRefusal(image(owner, tags, everyone), CLAIM).isEmpty())
        .isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "/aws/service/ami-x, true",
    "aws/service/ami-x, true",
    "/aws/services/x, false",
    "/my/aws/service/x, false",
    "/images/web, true",
    "/images/web/stable, true",
    "images/web/stable, true",
    "/images/web-secret, false",
    "/images, false",
    "/Images/web, false",
    "plain, true",
    "/plain/x, true",
    "plain2, false"
  })
  void comparesWholeSegmentsOfParameters(String parameter, boolean allowed) {
    assertThat(list("{ssmPrefixes: [/images/web, plain]}").parameterRefusal(parameter).isEmpty())
        .isEqualTo(allowed);
    assertThat(list("{ssmPrefixes: ['*']}").parameterRefusal(parameter)).isEmpty();
  }

  @Test
  void comparesWholeBuckets() {
    SourceAllowlist list = list("{buckets: [images]}");

    assertThat(list.bucketRefusal("images")).isEmpty();
    assertThat(list.bucketRefusal("images-2"))
        .map(ReadyState::message)
        .get()
        .asString()
        .contains("buckets: [\"images-2\"]", "AwsAccount build");
  }

  @Test
  void adoptsByTags() {
    Image image = image(ACCOUNT, ALLOWED, false);

    assertThat(list("{images: {any: true}}").adoptionRefusal(image)).isPresent();
    assertThat(list("{adopt: {tags: {image: denied}}}").adoptionRefusal(image)).isPresent();
    assertThat(list("{adopt: {tags: {image: allowed}}}").adoptionRefusal(image)).isEmpty();
  }

  private static SourceAllowlist list(String allow) {
    return new SourceAllowlist("build", Manifests.read(allow, AllowSpec.class));
  }

  private static SourceInstance instance(Map<String, String> tags) {
    return new SourceInstance("i-1", BuildInstance.State.RUNNING, Set.of(), tags);
  }

  private static Snapshot snapshot(String owner, String description, Map<String, String> tags) {
    return new Snapshot(
        "snap-1", owner, Snapshot.State.COMPLETED, 100, 8, description, tags, Optional.empty());
  }

  private static Image image(String owner, Map<String, String> tags, boolean everyone) {
    return new Image(
        "ami-1",
        "web",
        owner,
        Image.State.AVAILABLE,
        "",
        Optional.empty(),
        "",
        tags,
        List.of(),
        new Image.Settings(
            Optional.empty(),
            Image.DeregistrationProtection.DISABLED,
            Optional.empty(),
            false,
            false,
            false,
            List.of(),
            everyone),
        "");
  }

  private static Map<String, String> tags(String namespace, String imageName) {
    return Map.of(
        TagKeys.CLUSTER,
        "here",
        TagKeys.RESOURCE,
        "AmiImage/" + namespace + "/old",
        TagKeys.MADE_AS,
        ACCOUNT + "/eu-west-1/" + imageName);
  }
}
