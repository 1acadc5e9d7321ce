package dev.amioperator.simulator.conformance;

import static dev.amioperator.simulator.conformance.ConformanceEnvironment.refused;
import static dev.amioperator.simulator.conformance.ConformanceEnvironment.tags;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.RoleSeed;
import dev.amioperator.simulator.RoleSeed.IdentitySeed;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.IamInstanceProfileSpecification;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/** Decisions by IAM policies of roles and users. */
final class PolicyCases {
  private static final String LOGIC = "IAM user guide, policy evaluation logic";
  private static final String REFERENCE = "service authorization reference, Amazon EC2";

  static final List<ConformanceCase> ALL =
      List.of(
          new ConformanceCase("what no policy allows is denied", LOGIC, PolicyCases::implicitDeny),
          new ConformanceCase("an explicit deny wins", LOGIC, PolicyCases::explicitDeny),
          new ConformanceCase(
              "a deny with NotAction denies all other actions",
              "IAM user guide, NotAction",
              PolicyCases::notAction),
          new ConformanceCase(
              "NotResource leaves out what it names",
              "IAM user guide, NotResource",
              PolicyCases::notResource),
          new ConformanceCase(
              "the case of an action does not matter",
              "IAM user guide, Action",
              PolicyCases::caseOfAction),
          new ConformanceCase(
              "a wildcard stays in its part of the ARN",
              "IAM user guide, Resource",
              PolicyCases::wildcards),
          new ConformanceCase(
              "a permissions boundary limits a user",
              "IAM user guide, permissions boundaries",
              PolicyCases::boundary),
          new ConformanceCase(
              "tags count as they are before the call", REFERENCE, PolicyCases::tagsBefore),
          new ConformanceCase(
              "tags in a create call need CreateTags with the create action",
              "EC2 user guide, grant permission to tag resources during creation",
              PolicyCases::createAction),
          new ConformanceCase(
              "a copy is authorized on its source and on what it creates",
              "EC2 user guide, grant permissions to copy AMIs",
              PolicyCases::copySource),
          new ConformanceCase(
              "a launch is authorized on all that it uses", REFERENCE, PolicyCases::launch),
          new ConformanceCase(
              "an instance profile needs PassRole on its role",
              "EC2 user guide, IAM roles for Amazon EC2",
              PolicyCases::passRole),
          new ConformanceCase(
              "an attribute of an image can be left out", REFERENCE, PolicyCases::attribute),
          new ConformanceCase(
              "a denied call is denied whatever else is wrong with it",
              "API reference, common parameters, DryRun",
              PolicyCases::deniedFirst),
          new ConformanceCase(
              "image references are read with the caller's permissions",
              "managed policy AmazonEC2ImageReferencesAccessPolicy",
              PolicyCases::references));

  private PolicyCases() {}

  /** A policy of statements in which single quotes stand for double quotes. */
  static String policy(String... statements) {
    return "{\"Version\": \"2012-10-17\", \"Statement\": ["
        + String.join(",", statements).replace('\'', '"')
        + "]}";
  }

  static String allow(String action, String resource) {
    return "{'Effect': 'Allow', 'Action': '%s', 'Resource': '%s'}".formatted(action, resource);
  }

  private static Ec2Client user(ConformanceEnvironment stage, String... statements) {
    return user(stage, IdentitySeed.NONE.withPolicy("inline", policy(statements)));
  }

  private static Ec2Client user(ConformanceEnvironment stage, IdentitySeed permissions) {
    stage.cloud().seeds().user(ConformanceEnvironment.MINE, "ci", permissions);
    stage.cloud().seeds().accessKey(ConformanceEnvironment.MINE, "AKIACI", "ci");
    Caller caller = stage.cloud().caller("AKIACI").orElseThrow();
    return stage.ec2(caller, ConformanceEnvironment.HOME);
  }

  private static String message(Ec2Exception refusal) {
    return refusal.awsErrorDetails().errorMessage();
  }

  private static void implicitDeny(ConformanceEnvironment stage) {
    Ec2Client ec2 = user(stage, allow("ec2:DescribeSnapshots", "*"));
    String image = stage.image("web-1");
    ec2.describeSnapshots(r -> r.ownerIds("self"));
    assertThat(message(refused("UnauthorizedOperation", () -> ec2.describeImages(r -> {}))))
        .isEqualTo(
            "You are not authorized to perform this operation. User:"
                + " arn:aws:iam::123456789012:user/ci is not authorized to perform:"
                + " ec2:DescribeImages because no identity-based policy allows the"
                + " ec2:DescribeImages action");
    refused("UnauthorizedOperation", () -> ec2.disableImage(r -> r.imageId(image)));
  }

  private static void explicitDeny(ConformanceEnvironment stage) {
    Ec2Client ec2 =
        user(
            stage,
            allow("*", "*"),
            "{'Effect': 'Deny', 'Action': 'ec2:Deregister*', 'Resource': '*', 'Condition':"
                + " {'StringEquals': {'aws:ResourceTag/stage': 'prod'}}}");
    String prod = stage.home().image(ImageSeed.named("web-1").tagged("stage", "prod"));
    String test = stage.image("web-2");
    assertThat(
            message(
                refused("UnauthorizedOperation", () -> ec2.deregisterImage(r -> r.imageId(prod)))))
        .contains("with an explicit deny in an identity-based policy. Encoded");
    ec2.deregisterImage(r -> r.imageId(test));
  }

  private static void notAction(ConformanceEnvironment stage) {
    Ec2Client ec2 =
        user(
            stage,
            allow("ec2:*", "*"),
            "{'Effect': 'Deny', 'NotAction': 'ec2:Describe*', 'Resource': '*'}");
    String image = stage.image("web-1");
    ec2.describeImages(r -> {});
    refused("UnauthorizedOperation", () -> ec2.disableImage(r -> r.imageId(image)));
  }

  private static void notResource(ConformanceEnvironment stage) {
    String kept = stage.image("web-1");
    String free = stage.image("web-2");
    Ec2Client ec2 =
        user(
            stage,
            "{'Effect': 'Allow', 'Action': 'ec2:*', 'NotResource': 'arn:aws:ec2:*::image/%s'}"
                .formatted(kept));
    ec2.disableImage(r -> r.imageId(free));
    refused("UnauthorizedOperation", () -> ec2.disableImage(r -> r.imageId(kept)));
  }

  private static void caseOfAction(ConformanceEnvironment stage) {
    user(stage, allow("EC2:describeIMAGES", "*")).describeImages(r -> {});
  }

  private static void wildcards(ConformanceEnvironment stage) {
    String image = stage.image("web-1");
    user(stage, allow("ec2:DisableImage", "arn:aws:ec2:*:*:image/ami-????????" + "?".repeat(9)))
        .disableImage(r -> r.imageId(image));
    Ec2Client other = user(stage, allow("ec2:EnableImage", "arn:aws:ec2:us-*:image/*:a:b"));
    refused("UnauthorizedOperation", () -> other.enableImage(r -> r.imageId(image)));
  }

  private static void boundary(ConformanceEnvironment stage) {
    Ec2Client ec2 =
        user(
            stage,
            IdentitySeed.NONE
                .withPolicy("all", policy(allow("*", "*")))
                .withBoundary(policy(allow("ec2:Describe*", "*"))));
    String image = stage.image("web-1");
    ec2.describeImages(r -> {});
    assertThat(
            message(
                refused("UnauthorizedOperation", () -> ec2.disableImage(r -> r.imageId(image)))))
        .contains("because no permissions boundary allows the ec2:DisableImage action");
  }

  private static void tagsBefore(ConformanceEnvironment stage) {
    Ec2Client ec2 =
        user(
            stage,
            "{'Effect': 'Allow', 'Action': 'ec2:*', 'Resource': '*', 'Condition': {'StringEquals':"
                + " {'aws:ResourceTag/team': 'shop'}}}");
    String mine = stage.home().image(ImageSeed.named("web-1").tagged("team", "shop"));
    String other = stage.image("web-2");
    refused(
        "UnauthorizedOperation",
        () -> ec2.createTags(r -> r.resources(other).tags(t -> t.key("team").value("shop"))));
    ec2.createTags(r -> r.resources(mine).tags(t -> t.key("team").value("ads")));
    refused("UnauthorizedOperation", () -> ec2.disableImage(r -> r.imageId(mine)));
  }

  private static void createAction(ConformanceEnvironment stage) {
    Ec2Client ec2 =
        user(
            stage,
            allow("ec2:CreateImage", "*"),
            "{'Effect': 'Allow', 'Action': 'ec2:CreateTags', 'Resource':"
                + " 'arn:aws:ec2:*::image/*', 'Condition': {'StringEquals': {'ec2:CreateAction':"
                + " 'CreateImage', 'aws:RequestTag/team': 'shop'}, 'ForAllValues:StringEquals':"
                + " {'aws:TagKeys': ['team']}}}");
    String instance = stage.instance();
    for (String value : List.of("ads", "shop")) {
      Runnable create =
          () ->
              ec2.createImage(
                  r ->
                      r.instanceId(instance)
                          .name("web")
                          .tagSpecifications(tags(ResourceType.IMAGE, "team", value)));
      if (value.equals("ads")) {
        refused("UnauthorizedOperation", create::run);
      } else {
        create.run();
      }
    }
    String image = stage.image("web-1");
    refused(
        "UnauthorizedOperation",
        () -> ec2.createTags(r -> r.resources(image).tags(t -> t.key("team").value("shop"))));
  }

  private static void copySource(ConformanceEnvironment stage) {
    String image = stage.image("web-1");
    String other = stage.image("web-2");
    stage
        .cloud()
        .seeds()
        .user(
            ConformanceEnvironment.MINE,
            "ci",
            IdentitySeed.NONE.withPolicy(
                "copy",
                policy(
                    allow("ec2:CopyImage", "arn:aws:ec2:eu-west-1::image/" + image),
                    allow("ec2:CopyImage", "arn:aws:ec2:us-east-1::image/*"),
                    allow("ec2:CopyImage", "arn:aws:ec2:us-east-1::snapshot/*"))));
    stage.cloud().seeds().accessKey(ConformanceEnvironment.MINE, "AKIACI", "ci");
    Ec2Client away =
        stage.ec2(stage.cloud().caller("AKIACI").orElseThrow(), ConformanceEnvironment.AWAY);
    away.copyImage(stage.copyOf(image, "copy-1").build());
    assertThat(
            message(
                refused(
                    "UnauthorizedOperation",
                    () -> away.copyImage(stage.copyOf(other, "copy-2").build()))))
        .contains("ec2:CopyImage on resource: arn:aws:ec2:eu-west-1::image/" + other);
  }

  private static void launch(ConformanceEnvironment stage) {
    String image = stage.image("web-1");
    List<String> types =
        List.of("image", "instance", "network-interface", "security-group", "subnet", "volume");
    for (String left : types) {
      String[] statements =
          types.stream()
              .filter(type -> !type.equals(left))
              .map(type -> allow("ec2:RunInstances", "arn:aws:ec2:*:*:" + type + "/*"))
              .toArray(String[]::new);
      Ec2Client ec2 = user(stage, statements);
      assertThat(message(refused("UnauthorizedOperation", () -> run(ec2, image, null))))
          .contains("ec2:RunInstances on resource: arn:aws:ec2:eu-west-1:")
          .contains(":" + left + "/");
    }
    run(user(stage, allow("ec2:RunInstances", "*")), image, null);
  }

  private static void passRole(ConformanceEnvironment stage) {
    String image = stage.image("web-1");
    Ec2Client ec2 = user(stage, allow("ec2:RunInstances", "*"));
    assertThat(message(refused("UnauthorizedOperation", () -> run(ec2, image, "builder"))))
        .contains("iam:PassRole on resource: arn:aws:iam::123456789012:role/builder");
    run(
        user(
            stage,
            allow("ec2:RunInstances", "*"),
            "{'Effect': 'Allow', 'Action': 'iam:PassRole', 'Resource':"
                + " 'arn:aws:iam::123456789012:role/builder', 'Condition': {'StringEquals':"
                + " {'iam:PassedToService': 'ec2.amazonaws.com'}}}"),
        image,
        "builder");
  }

  private static void run(Ec2Client ec2, String image, String profile) {
    ec2.runInstances(
        r ->
            r.imageId(image)
                .instanceType("t3.micro")
                .minCount(1)
                .maxCount(1)
                .iamInstanceProfile(
                    profile == null
                        ? null
                        : IamInstanceProfileSpecification.builder().name(profile).build()));
  }

  private static void attribute(ConformanceEnvironment stage) {
    Ec2Client ec2 =
        user(
            stage,
            "{'Effect': 'Allow', 'Action': 'ec2:ModifyImageAttribute', 'Resource': '*',"
                + " 'Condition': {'StringNotEqualsIgnoreCase': {'ec2:Attribute':"
                + " 'launchPermission'}}}");
    String image = stage.image("web-1");
    ec2.modifyImageAttribute(r -> r.imageId(image).description(d -> d.value("web")));
    refused(
        "UnauthorizedOperation",
        () ->
            ec2.modifyImageAttribute(
                r -> r.imageId(image).launchPermission(p -> p.add(a -> a.group("all")))));
  }

  private static void deniedFirst(ConformanceEnvironment stage) {
    Ec2Client ec2 = user(stage, allow("ec2:DescribeImages", "*"));
    refused(
        "UnauthorizedOperation",
        () -> ec2.deregisterImage(r -> r.imageId("ami-0123456789abcdef0").dryRun(true)));
    refused("UnauthorizedOperation", () -> ec2.createImage(r -> r.name("web")));
    Ec2Client allowed = user(stage, allow("ec2:DeregisterImage", "*"));
    refused(
        "InvalidAMIID.NotFound",
        () -> allowed.deregisterImage(r -> r.imageId("ami-0123456789abcdef0")));
  }

  private static void references(ConformanceEnvironment stage) {
    String image = stage.image("web-1");
    run(stage.ec2(), image, null);
    String own = allow("ec2:DescribeImageReferences", "*");
    String read =
        "{'Effect': 'Allow', 'Action': 'ec2:DescribeInstances', 'Resource': '*', 'Condition':"
            + " {'ForAnyValue:StringEquals': {'aws:CalledVia': ['ec2-images.amazonaws.com']}}}";
    assertThat(found(user(stage, own), image)).isZero();
    Ec2Client reading = user(stage, own, read);
    assertThat(found(reading, image)).isEqualTo(1);
    refused("UnauthorizedOperation", () -> reading.describeInstances(r -> {}));
  }

  private static int found(Ec2Client ec2, String image) {
    return ec2.describeImageReferences(r -> r.imageIds(image).includeAllResourceTypes(true))
        .imageReferences()
        .size();
  }

  /** A role that the acting account can assume, with an inline policy. */
  static RoleSeed role(String... statements) {
    return RoleSeed.trusting("images", null, ConformanceEnvironment.MINE)
        .withPolicy("inline", policy(statements));
  }
}
