# The other end of the veth pair, in a network namespace of its own: `sh peer.sh NODE SCRIPT`. It says `ready` when it
# waits for the interface, and goes on with the first line of its input.
set -e
PATH=$PATH:/usr/sbin:/sbin
echo ready
read -r go
ip addr add 10.99.0.2/24 dev v1
ip link set v1 up
exec "$@"
