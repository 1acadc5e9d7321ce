package dev.amioperator.ec2.aws;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.Lazy;

/**
 * AWS clients per region, with the operator's own credentials and a shared HTTP client.
 *
 * <p>The SDK's default chain finds the credentials (IRSA, Pod Identity, environment, profile). Its
 * setting {@code AWS_ENDPOINT_URL} redirects every client.
 */
@Singleton
final class AwsClients implements AwsClientProvider {
  /** Enough for a page of a thousand images, short enough to notice an outage. */
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** More than the rate limits allow at once in the busiest region. */
  private static final int CONNECTIONS = 64;

  /** Region of the STS endpoint where the SDK finds none; outside China and GovCloud. */
  private static final String FALLBACK_STS_REGION = "us-east-1";

  private final SdkHttpClient http =
      Apache5HttpClient.builder()
          .maxConnections(CONNECTIONS)
          .connectionTimeout(CONNECT_TIMEOUT)
          .socketTimeout(CALL_TIMEOUT)
          .build();
  private final DefaultCredentialsProvider credentials =
      DefaultCredentialsProvider.builder().build();
  private final Map<Key, SdkClient> clients = new ConcurrentHashMap<>();

  /** Found once, since the instance metadata can take seconds. */
  private final Lazy<String> stsRegion = new Lazy<>(AwsClients::findStsRegion);

  private final ResponseDates responseDates;

  AwsClients(ResponseDates responseDates) {
    this.responseDates = responseDates;
  }

  private record Key(Class<?> client, String region) {}

  @Override
  public Ec2Client ec2(String account, String region) {
    return client(Ec2Client.class, Ec2Client::builder, region);
  }

  @Override
  public KmsClient kms(String account, String region) {
    return client(KmsClient.class, KmsClient::builder, region);
  }

  @Override
  public SsmClient ssm(String account, String region) {
    return client(SsmClient.class, SsmClient::builder, region);
  }

  @Override
  public StsClient sts(String account) {
    return client(StsClient.class, StsClient::builder, stsRegion.getValue());
  }

  /** The region of the SDK's default chain: setting, environment, profile, instance metadata. */
  private static String findStsRegion() {
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion().id();
    } catch (SdkClientException none) {
      return FALLBACK_STS_REGION;
    }
  }

  private <C extends SdkClient, B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>>
      C client(Class<C> type, Supplier<B> builder, String region) {
    return type.cast(
        clients.computeIfAbsent(new Key(type, region), key -> configured(builder.get(), region)));
  }

  /** Builds a client without SDK retries: the next reconcile repeats a write, ApiCaller a read. */
  private <C, B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>> C configured(
      B builder, String region) {
    return builder
        .region(Region.of(region))
        .credentialsProvider(credentials)
        .httpClient(http)
        .overrideConfiguration(
            ClientOverrideConfiguration.builder()
                .apiCallTimeout(CALL_TIMEOUT)
                .addExecutionInterceptor(responseDates)
                .retryStrategy(DefaultRetryStrategy.doNotRetry())
                .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_SUFFIX, "ami-operator")
                .build())
        .build();
  }

  @PreDestroy
  void close() {
    clients.values().forEach(SdkClient::close);
    credentials.close();
    http.close();
  }
}
