package dev.amioperator.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotResponse;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

class WireFrontTest {
  private final AtomicReference<Caller> caller = new AtomicReference<>();
  private final AtomicReference<String> region = new AtomicReference<>();
  private RuntimeException failure;
  private DescribeImagesRequest received;

  private final Ec2Client client =
      new Ec2Client() {
        @Override
        public DescribeImagesResponse describeImages(DescribeImagesRequest request) {
          if (failure != null) {
            throw failure;
          }
          received = request;
          return DescribeImagesResponse.builder().images(List.of()).build();
        }

        @Override
        public DeleteSnapshotResponse deleteSnapshot(DeleteSnapshotRequest request) {
          return DeleteSnapshotResponse.builder().build();
        }

        @Override
        public String serviceName() {
          return "ec2";
        }

        @Override
        public void close() {}
      };

  private final List<String> refusals = new ArrayList<>();

  private final WireRequestHandler front =
      new WireRequestHandler(
          Caller::of,
          List.of(
              new WireService(
                  "ec2",
                  QueryProtocol.EC2,
                  new Operations(Ec2Client.class),
                  (who, where) -> {
                    caller.set(who);
                    region.set(where);
                    return client;
                  })),
          (request, code) ->
              refusals.add(
                  String.join(" ", request.region(), request.service(), request.action(), code)));

  /** Defects are provoked here, and would fill the log. */
  private static final Logger LOG = Logger.getLogger(WireRequestHandler.class.getName());

  @BeforeAll
  static void silence() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void speak() {
    LOG.setLevel(null);
  }

  private Reply.Response answer(HttpCall call) {
    return (Reply.Response) front.handle(call);
  }

  @Test
  void writesEmptyListAndOmitsUnsetFields() {
    Reply.Response response = answer(HttpRequests.ec2("Action=DescribeImages"));

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <DescribeImagesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">\
            <requestId>%s</requestId><imagesSet></imagesSet></DescribeImagesResponse>\
            """
                .formatted(response.requestId()));
  }

  @Test
  void returnsTrueWithoutResponseModel() {
    assertThat(answer(HttpRequests.ec2("Action=DeleteSnapshot&SnapshotId=snap-1")).body())
        .contains("<return>true</return></DeleteSnapshotResponse>");
  }

  @Test
  void readsListsWithGapsInOrder() {
    answer(HttpRequests.ec2("Action=DescribeImages&ImageId.10=c&ImageId.2=b&ImageId.0=a"));

    assertThat(received.imageIds()).containsExactly("a", "b", "c");
  }

  @Test
  void readsParametersFromQueryString() {
    Map<String, List<String>> headers =
        Map.of("authorization", List.of(HttpRequests.authorization("key", "ec2")));

    front.handle(
        new HttpCall(
            "GET",
            "/",
            "Action=DescribeImages&Owner.1=self" + HttpRequests.EC2_VERSION,
            headers,
            new byte[0]));

    assertThat(received.owners()).containsExactly("self");
  }

  @Test
  void acceptsPresignedRequests() {
    front.handle(
        new HttpCall(
            "GET",
            "/",
            "Action=DescribeImages&Version=2016-11-15&Owner.1=self&X-Amz-Algorithm=AWS4-HMAC-SHA256"
                + "&X-Amz-Credential=key%2F20260101%2Fus-east-1%2Fec2%2Faws4_request",
            Map.of(),
            new byte[0]));

    assertThat(received.owners()).containsExactly("self");
    assertThat(region.get()).isEqualTo("us-east-1");
  }

  @Test
  void usesKeyAndRegionOfSignature() {
    front.handle(
        HttpRequests.withAuthorization(
            HttpRequests.authorization("123456789012", "ec2"),
            "Action=DescribeImages" + HttpRequests.EC2_VERSION));

    assertThat(caller.get()).isEqualTo(Caller.of("123456789012"));
    assertThat(region.get()).isEqualTo("eu-west-1");
  }

  @Test
  void passesServiceErrorsThrough() {
    failure =
        Ec2Exception.builder()
            .statusCode(503)
            .requestId("journalled")
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .errorCode("RequestLimitExceeded")
                    .errorMessage("Request limit <exceeded>.")
                    .build())
            .build();

    Reply.Response response = answer(HttpRequests.ec2("Action=DescribeImages"));

    assertThat(response.status()).isEqualTo(503);
    assertThat(response.body())
        .endsWith(
            "<Response><Errors><Error><Code>RequestLimitExceeded</Code>"
                + "<Message>Request limit &lt;exceeded&gt;.</Message></Error></Errors>"
                + "<RequestID>journalled</RequestID></Response>");
  }

  @Test
  void cutsConnectionWhenClientThrows() {
    failure = SdkClientException.create("the answer is lost");

    assertThat(front.handle(HttpRequests.ec2("Action=DescribeImages")))
        .isInstanceOf(Reply.ConnectionClosed.class);
  }

  @Test
  void answersDefectWith500() {
    failure = new IllegalStateException("a defect");

    Reply.Response response = answer(HttpRequests.ec2("Action=DescribeImages"));

    assertThat(response.status()).isEqualTo(500);
    assertThat(response.body()).contains("<Code>InternalError</Code>", "a defect");
  }

  @Test
  void distinguishesDefectFromUnmodelledAction() {
    failure = new UnsupportedOperationException("an immutable list");

    assertThat(answer(HttpRequests.ec2("Action=DescribeImages")).status()).isEqualTo(500);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Action=DescribeVpcs                                 | UnsupportedOperation | DescribeVpcs
          Action=Nonsense                                     | InvalidAction        | Nonsense
          ''                                                  | MissingAction        | no action
          Action=DescribeImages&Colour=red                    | UnknownParameter     | Colour
          Action=DescribeImages&Filter.1.Colour=red           | UnknownParameter     | Filter.1.Colour
          Action=DescribeImages&ImageId.x=ami-1               | UnknownParameter     | ImageId
          Action=DescribeImages&ImageId=ami-1                 | UnknownParameter     | ImageId
          Action=DescribeImages&ImageId.99999999999=ami-1     | UnknownParameter     | ImageId
          Action=DescribeImages&MaxResults=many               | InvalidParameterValue| MaxResults
          Action=DescribeImages&DryRun=maybe                  | InvalidParameterValue| DryRun
          Action=DescribeImages&Owner.1=%00                   | InvalidParameterValue| Owner.1
          Action=DescribeImages&Owner.1=%ZZ                   | InvalidQueryParameter| URL-encoded
          Action=DescribeImages&Owner.1=a&Owner.1=b           | InvalidQueryParameter| Owner.1
          Action=DescribeImages&=a                            | InvalidQueryParameter| no name
          """)
  void rejectsMalformedRequest(String body, String code, String named) {
    Reply.Response response = answer(HttpRequests.ec2(body));

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body()).contains("<Code>" + code + "</Code>").contains(named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Action=DescribeImages                    | MissingParameter | the parameter Version
          Action=DescribeImages&Version=2016-11-16 | NoSuchVersion    | The requested version (2016-11-16) of service AmazonEC2 does not exist
          Action=DescribeVpcs&Version=2006-01-01   | NoSuchVersion    | 2006-01-01
          """)
  void rejectsOtherApiVersion(String body, String code, String named) {
    Reply.Response response = answer(HttpRequests.signed("ec2", body));

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body()).contains("<Code>" + code + "</Code>").contains(named);
  }

  @Test
  void reportsRefusedCalls() {
    answer(HttpRequests.ec2("Action=DescribeVpcs"));
    answer(HttpRequests.ec2("Action=DescribeImages&Colour=red"));
    answer(HttpRequests.ec2("Action=Nonsense"));
    answer(HttpRequests.ec2("Action=DescribeImages"));

    assertThat(refusals)
        .containsExactly(
            "eu-west-1 ec2 DescribeVpcs UnsupportedOperation",
            "eu-west-1 ec2 DescribeImages UnknownParameter");
  }

  @Test
  void rejectsDeeplyNestedNames() {
    Reply.Response response =
        answer(HttpRequests.ec2("Action=DescribeImages&" + "a.".repeat(10_000) + "b=1"));

    assertThat(response.body()).contains("<Code>InvalidQueryParameter</Code>", "deeply");
  }

  @Test
  void rejectsTooManyParameters() {
    StringBuilder body = new StringBuilder("Action=DescribeImages");
    for (int i = 0; i < FormParameters.LIMIT; i++) {
      body.append("&ImageId.").append(i).append("=ami-").append(i);
    }

    assertThat(answer(HttpRequests.ec2(body.toString())).body())
        .contains("<Code>InvalidQueryParameter</Code>", "20000 parameters");
  }

  @Test
  void rejectsUnsignedRequest() {
    Reply.Response response = answer(HttpRequests.unsigned("Action=DescribeImages"));

    assertThat(response.status()).isEqualTo(403);
    assertThat(response.body()).contains("<Code>MissingAuthenticationToken</Code>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic dXNlcjpwYXNzd29yZA==",
        "AWS4-HMAC-SHA256 SignedHeaders=host",
        "AWS4-HMAC-SHA256 Credential=key/20260101/eu-west-1/ec2, Signature=0",
        "AWS4-HMAC-SHA256 Credential=key/today/eu-west-1/ec2/aws4_request, Signature=0"
      })
  void refusesOtherKindsOfSignature(String authorization) {
    Reply.Response response =
        answer(HttpRequests.withAuthorization(authorization, "Action=DescribeImages"));

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body()).contains("<Code>IncompleteSignature</Code>");
  }

  @Test
  void namesServicesForUnknownService() {
    assertThat(answer(HttpRequests.signed("s3", "")).body())
        .contains("<Code>UnsupportedOperation</Code>", "'s3'", "serves ec2");
  }
}
