/**
 * Wire protocol server: HTTP requests of any AWS SDK become calls of the simulated clients.
 *
 * <p>No action has its own code here: the format of requests and responses follows the SDK's
 * metadata ({@link software.amazon.awssdk.core.SdkPojo#sdkFields()}).
 */
package dev.amioperator.simulator.wire;
