/** A proxy on Vert.x, measured beside the gateway by load-tests/peers/run.sh; nothing of ours is in it. */
package dev.understudy.peers;
