package dev.amioperator.testing;

import java.net.URI;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** AWS SDK settings of this JVM that point the operator to a test's EC2. */
public final class SdkSettings {
  /** The access key of the operator in {@code config/simulator/world.yaml}, with IAM policies. */
  public static final String OPERATOR_KEY = "AKIAIOSFODNN7OPERATR";

  private SdkSettings() {}

  static void pointAt(URI endpoint) {
    System.setProperty("aws.endpointUrl", endpoint.toString());
    System.setProperty("aws.region", "eu-west-1");
    System.setProperty("aws.accessKeyId", OPERATOR_KEY);
    System.setProperty("aws.secretAccessKey", "test");
  }

  /** The user of a test: the simulator limits no key that it does not know. */
  public static AwsCredentialsProvider administrator() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
  }

  static void clear() {
    List.of("aws.endpointUrl", "aws.region", "aws.accessKeyId", "aws.secretAccessKey")
        .forEach(System::clearProperty);
  }
}
