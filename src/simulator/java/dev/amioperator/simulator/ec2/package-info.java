/**
 * What each EC2 action does to the simulated state, one file per group of actions, in the SDK's own
 * request and response types.
 */
package dev.amioperator.simulator.ec2;
