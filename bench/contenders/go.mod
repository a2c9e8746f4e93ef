module weapp-login/bench

go 1.19
