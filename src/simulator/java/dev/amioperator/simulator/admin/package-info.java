/**
 * The simulator's own API, beside the AWS one: plain JSON over HTTP to look into the simulated
 * cloud and to make things happen in it that no AWS call does.
 */
package dev.amioperator.simulator.admin;
