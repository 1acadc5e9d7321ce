package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.AccountCredentials;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.AssumedRole;
import dev.amioperator.ec2.CallerIdentity;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.imagebuilder.ImagebuilderClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.rbin.RbinClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.Lazy;

/**
 * AWS clients per account and region, with a shared HTTP client.
 *
 * <p>The SDK's default chain finds the operator's own credentials (IRSA, Pod Identity, environment,
 * profile). They assume the roles of the AwsAccounts that have one. The SDK's setting {@code
 * AWS_ENDPOINT_URL} redirects every client.
 */
@Singleton
final class AwsClients implements AwsClientProvider, AccountCredentials {
  /** Enough for a page of a thousand images, short enough to notice an outage. */
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** More than the rate limits allow at once in the busiest region. */
  private static final int CONNECTIONS = 64;

  private static final int TIMEOUT_THREADS = 2;

  /** Region of the STS endpoint where the SDK finds none; outside China and GovCloud. */
  private static final String FALLBACK_STS_REGION = "us-east-1";

  private final SdkHttpClient http =
      Apache5HttpClient.builder()
          .maxConnections(CONNECTIONS)
          .connectionTimeout(CONNECT_TIMEOUT)
          .socketTimeout(CALL_TIMEOUT)
          .build();
  private final DefaultCredentialsProvider ownCredentials =
      DefaultCredentialsProvider.builder().build();

  /** For clients, which close a provider that can be closed; the others still need this one. */
  private final AwsCredentialsProvider shared = ownCredentials::resolveCredentials;

  /** Ends calls that take too long; without it, each client starts threads of its own. */
  private final ScheduledExecutorService timeouts =
      Executors.newScheduledThreadPool(
          TIMEOUT_THREADS, Thread.ofPlatform().daemon().name("aws-timeouts-", 0).factory());

  /** Found once, since the instance metadata can take seconds. */
  private final Lazy<String> stsRegion = new Lazy<>(AwsClients::findStsRegion);

  private final ResponseDates responseDates;
  private final AccountSessions sessions;
  private final ClientCache clients;

  AwsClients(ResponseDates responseDates, InstantSource clock) {
    this.responseDates = responseDates;
    this.clients = new ClientCache(clock);
    this.sessions =
        new AccountSessions(
            () -> client(StsClient.class, StsClient::builder, Optional.empty(), stsRegion()),
            clock,
            ThreadLocalRandom.current()::nextLong);
  }

  @Override
  public Ec2Client ec2(String account, String region) {
    return client(Ec2Client.class, Ec2Client::builder, Optional.of(account), region);
  }

  @Override
  public KmsClient kms(String account, String region) {
    return client(KmsClient.class, KmsClient::builder, Optional.of(account), region);
  }

  @Override
  public SsmClient ssm(String account, String region) {
    return client(SsmClient.class, SsmClient::builder, Optional.of(account), region);
  }

  @Override
  public ImagebuilderClient imageBuilder(String account, String region) {
    return client(
        ImagebuilderClient.class, ImagebuilderClient::builder, Optional.of(account), region);
  }

  @Override
  public AutoScalingClient autoScaling(String account, String region) {
    return client(
        AutoScalingClient.class, AutoScalingClient::builder, Optional.of(account), region);
  }

  @Override
  public RbinClient rbin(String account, String region) {
    return client(RbinClient.class, RbinClient::builder, Optional.of(account), region);
  }

  @Override
  public BatchClient batch(String account, String region) {
    return client(BatchClient.class, BatchClient::builder, Optional.of(account), region);
  }

  @Override
  public StsClient sts(String account) {
    return client(StsClient.class, StsClient::builder, Optional.of(account), stsRegion());
  }

  @Override
  public String accessKeyId(AccountRegion region) {
    return sessions.accessKeyId(region);
  }

  @Override
  public boolean expired(String account, String accessKeyId) {
    return sessions.expired(account, accessKeyId);
  }

  @Override
  public int openClients() {
    return clients.size();
  }

  @Override
  public void use(String account, Optional<AssumedRole> role) {
    if (sessions.use(account, role)) {
      clients.close(account);
    }
  }

  @Override
  public CallerIdentity identify(String account) {
    return sessions.identify(account, () -> sts(account));
  }

  @Override
  public boolean confirm(String account, CallerIdentity identity) {
    return sessions.confirm(account, identity);
  }

  @Override
  public void remove(String account) {
    sessions.remove(account);
    clients.close(account);
  }

  @Override
  public String stsRegion() {
    return stsRegion.getValue();
  }

  @Override
  public String partitionOf(String region) {
    return PartitionMetadata.of(Region.of(region)).id();
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
      C client(Class<C> type, Supplier<B> builder, Optional<String> account, String region) {
    Optional<AwsCredentialsProvider> role = account.flatMap(sessions::credentials);
    ClientCache.Key key =
        new ClientCache.Key(type, role.flatMap(r -> account), role.orElse(shared), region);
    return type.cast(clients.get(key, () -> configured(builder.get(), key.credentials(), region)));
  }

  /** Builds a client without SDK retries: the next reconcile repeats a write, ApiCaller a read. */
  private <C, B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>> C configured(
      B builder, AwsCredentialsProvider credentials, String region) {
    return builder
        .region(Region.of(region))
        .credentialsProvider(credentials)
        .httpClient(http)
        .overrideConfiguration(
            ClientOverrideConfiguration.builder()
                .apiCallTimeout(CALL_TIMEOUT)
                .scheduledExecutorService(timeouts)
                .addExecutionInterceptor(responseDates)
                .retryStrategy(DefaultRetryStrategy.doNotRetry())
                .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_SUFFIX, "ami-operator")
                .build())
        .build();
  }

  @PreDestroy
  void close() {
    clients.closeAll();
    ownCredentials.close();
    timeouts.shutdownNow();
    http.close();
  }
}
